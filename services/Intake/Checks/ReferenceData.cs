using RebateFlow.Intake.Doubts;

namespace RebateFlow.Intake.Checks;

/// <summary>Code tables and dated settings of the checks.</summary>
public sealed record ReferenceData
{
    /// <summary>Texts, levels and who may pass, by code.</summary>
    public required DoubtCatalogue Doubts { get; init; }

    /// <summary>The tables of seeds/reference that this build carries; loaded once.</summary>
    public static ReferenceData Embedded => Loaded.Value;

    private static readonly Lazy<ReferenceData> Loaded = new(static () =>
        new ReferenceData { Doubts = DoubtCatalogue.Embedded }
    );
}
