using System.Reflection;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tasks;

/// <summary>A doubt of the risk catalogue.</summary>
/// <param name="Level">NOTE, WARNING or ERROR.</param>
public sealed record RiskDoubt(string Code, string Level, PassableBy PassableBy);

/// <summary>The doubts K401 to K420 of <c>seeds/reference/doubt-codes.csv</c>.</summary>
public static class RiskDoubts
{
    // code,stage,object,level,passable_by: none of these is ever quoted; the texts behind are.
    private const int Columns = 5;

    private static readonly Dictionary<string, RiskDoubt> byCode = Load();

    /// <summary>All codes in order.</summary>
    public static IEnumerable<string> Codes => byCode.Keys.Order(StringComparer.Ordinal);

    /// <returns>Null when the catalogue has no such risk doubt.</returns>
    public static RiskDoubt? Find(string? code) =>
        code is null ? null : byCode.GetValueOrDefault(code);

    private static Dictionary<string, RiskDoubt> Load()
    {
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream("doubt-codes.csv")!;
        using var reader = new StreamReader(stream);
        var found = new Dictionary<string, RiskDoubt>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
            if (line.Split(',', Columns + 1) is [var code, "K", _, var level, var passableBy, _])
                found.Add(
                    code,
                    new(code, level, WireCode.Find<PassableBy>(passableBy) ?? PassableBy.Nobody)
                );
        return found;
    }
}
