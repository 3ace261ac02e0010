using System.Globalization;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using Xunit.Sdk;

namespace RebateFlow.Risk.Tests.Builders;

/// <summary>
/// A row of a table of cases. Cells hold no comma; several values of a cell are separated by
/// blanks. Every table ends in the columns outcome, points and evidence (a part of the English
/// evidence).
/// </summary>
public sealed class Case(string[] columns, string[] cells)
{
    public string this[string column] =>
        Array.IndexOf(columns, column) is var place && place >= 0
            ? cells[place]
            : throw new XunitException($"The table has no column {column}.");

    /// <summary>The rows of a table in Cases, each a test of its own name.</summary>
    public static IEnumerable<TheoryDataRow<Case>> Read(string table)
    {
        var lines = File.ReadAllLines(
            Path.Combine(AppContext.BaseDirectory, "Cases", table + ".csv")
        );
        var columns = lines[0].Split(',');
        return lines
            .Skip(1)
            .Select(line => new Case(columns, line.Split(',')))
            .Select(row => new TheoryDataRow<Case>(row)
            {
                TestDisplayName = $"{table}: {row["name"]}",
            });
    }

    public decimal Number(string column) =>
        decimal.Parse(this[column], CultureInfo.InvariantCulture);

    public decimal[] Numbers(string column) =>
        [.. Words(column).Select(text => decimal.Parse(text, CultureInfo.InvariantCulture))];

    public string[] Words(string column) =>
        this[column].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public DateOnly? Date(string column) =>
        this[column].Length == 0
            ? null
            : DateOnly.ParseExact(this[column], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Runs a rule and compares with what the row expects.</summary>
    public void Check(
        IRiskRule rule,
        Facts facts,
        params ReadOnlySpan<(RuleParameter Parameter, decimal Value)> values
    )
    {
        var result = Judge(rule, facts, values);

        Assert.Equal(rule.Id, result.RuleId);
        Assert.Equal(this["outcome"], NameOf(result.Outcome));
        Assert.Equal(Number("points"), result.Points);
        Assert.Contains(this["evidence"], result.EvidenceEn, StringComparison.Ordinal);
        Assert.Equal(result.EvidenceEn.Length == 0, result.EvidenceZh.Length == 0);
    }

    /// <summary>Runs a rule with all of its values given.</summary>
    public static RuleResult Judge(
        IRiskRule rule,
        Facts facts,
        params ReadOnlySpan<(RuleParameter Parameter, decimal Value)> values
    )
    {
        var byName = new Dictionary<string, decimal>();
        foreach (var (parameter, value) in values)
            byName[parameter.Name] = value;
        Assert.Equal(rule.Parameters.Select(p => p.Name).Order(), byName.Keys.Order());
        return rule.Evaluate(facts, new RuleParameters(byName));
    }

    private static string NameOf(RuleOutcome outcome) =>
        outcome switch
        {
            RuleOutcome.NoHit => "NO_HIT",
            RuleOutcome.Hit => "HIT",
            RuleOutcome.NotApplicable => "NOT_APPLICABLE",
            RuleOutcome.Error => "ERROR",
        };
}
