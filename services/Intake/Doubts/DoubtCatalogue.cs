namespace RebateFlow.Intake.Doubts;

/// <summary>
/// The catalogue of doubts: levels, who may pass, texts and remedies, as dated rows.
/// </summary>
public sealed class DoubtCatalogue
{
    /// <summary>The rows of seeds/reference/doubt-codes.csv that this build carries.</summary>
    public static DoubtCatalogue Embedded { get; } = new();
}
