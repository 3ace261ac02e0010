namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>A place that breaks a rule of the house.</summary>
/// <param name="Size">What was measured, for the rules with a limit; 0 for the others.</param>
public sealed record Violation(string Rule, string Path, string What, int Size = 0)
{
    public override string ToString() => $"{Path}: {What} ({Rule})";
}
