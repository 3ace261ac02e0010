using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.Risk.Tests.Screening;

/// <summary>Two names, and whether a person would call them the same.</summary>
public sealed record NamePair(string Rule, NameKind Kind, string Left, string Right, bool IsSame)
{
    public string ToCsv() =>
        $"{Rule},{(Kind == NameKind.Person ? "person" : "company")},{Left},{Right},"
        + (IsSame ? "yes" : "no");
}
