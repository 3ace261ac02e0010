using RebateFlow.Bench.Measuring;

namespace RebateFlow.Bench;

/// <summary>What <c>./run bench</c> was asked for.</summary>
/// <param name="Rows">Names of rows, in the order in which they run.</param>
/// <param name="Against">Folder of another checkout to compare with; null for none.</param>
internal sealed record BenchArguments(IReadOnlyList<string> Rows, BenchSize Size, string? Against)
{
    public const string Usage = "bench [ROW] [--against FOLDER] [--small]; rows: ";

    /// <summary>Rows that print ratios, the quick ones first.</summary>
    public static IReadOnlyList<string> Ratios { get; } =
    [
        "screening",
        "rules",
        "simulation",
        "hop",
        "pipeline",
        "claim",
        "green",
        "large",
        "vouchers",
        "changes",
    ];

    /// <summary>Counts after kills and prints no ratio, so it only runs by its name.</summary>
    public const string Chaos = "chaos";

    private static readonly string[] comparable =
    [
        "hop",
        "pipeline",
        "claim",
        "green",
        "large",
        "vouchers",
    ];

    /// <exception cref="WrongUseException">Not understood; the message says what is.</exception>
    public static BenchArguments Parse(IReadOnlyList<string> args)
    {
        var (size, rows) = (BenchSize.Full, new List<string>());
        string? against = null;
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--small")
                size = BenchSize.Small;
            else if (args[i] == "--against" && i + 1 < args.Count)
                against = args[++i];
            else if (Ratios.Contains(args[i]) || args[i] == Chaos)
                rows.Add(args[i]);
            else
                throw new WrongUseException($"{Usage}{string.Join(' ', Ratios)} {Chaos}");
        }
        if (rows.Count == 0)
            rows.AddRange(against is null ? Ratios : comparable);
        if (against is not null && rows.Except(comparable).FirstOrDefault() is { } alone)
            throw new WrongUseException(
                $"'{alone}' starts no services; --against works with {string.Join(' ', comparable)}"
            );
        return new(rows, size, against);
    }
}

/// <summary>The words after <c>bench</c> were not understood.</summary>
/// <param name="usage">One line that says what would be.</param>
internal sealed class WrongUseException(string usage) : Exception(usage);
