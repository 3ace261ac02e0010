namespace RebateFlow.Contracts.Tests.Samples;

/// <summary>A message with as little as it may hold, and with everything it can hold.</summary>
public sealed record Sample(string Name, object Minimal, object Maximal)
{
    /// <summary>
    /// Name and version of the message, as its golden files carry them: the tail of its URN.
    /// </summary>
    public IEnumerable<(string File, object Value)> Files()
    {
        var (message, version) = (
            Name[..Name.LastIndexOf('.')],
            Name[(Name.LastIndexOf('.') + 1)..]
        );
        yield return ($"{message}.minimal.{version}", Minimal);
        yield return ($"{message}.maximal.{version}", Maximal);
    }

    /// <summary>
    /// Every message of the contracts, and the payload that travels inside a filing.
    /// </summary>
    public static IReadOnlyList<Sample> All { get; } =
    [.. IntakeSamples.All, .. RiskSamples.All, .. ApprovalSamples.All];
}
