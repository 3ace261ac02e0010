namespace RebateFlow.Contracts;

/// <summary>
/// The routing keys of every exchange. A lane is physical: each consumer has one queue per lane, so
/// a flood of ordinary filings never delays the filings of enrolled green-channel filers.
/// </summary>
public static class Lanes
{
    /// <summary>Filings of enterprises with a live green-channel enrolment.</summary>
    public const string Express = "express";

    /// <summary>Every other filing, and every message that belongs to no filing.</summary>
    public const string Ordinary = "ordinary";

    /// <summary>Both lanes, express first.</summary>
    public static readonly IReadOnlyList<string> All = [Express, Ordinary];
}
