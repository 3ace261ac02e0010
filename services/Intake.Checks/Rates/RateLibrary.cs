using System.Collections.Frozen;

namespace RebateFlow.Intake.Checks.Rates;

/// <summary>
/// An immutable snapshot of the rate library, looked up by export date and longest prefix.
/// </summary>
/// <remarks>
/// The rule, as the public lookups of the library do it: rows that hold on the export date; the
/// code itself, and for a code of 10 digits or more also every longer code that starts with it;
/// when these rows disagree on (rate, flag), the code is ambiguous; when there are none, the code
/// is shortened digit by digit to the longest row that holds; else it is unknown.
/// </remarks>
public sealed class RateLibrary
{
    private const int CustomsCodeLength = 10;
    private const int ShortestHeading = 2;

    private readonly RateRow[] _rows;
    private readonly FrozenDictionary<string, (int Start, int End)>.AlternateLookup<
        ReadOnlySpan<char>
    > _byCode;
    private readonly FrozenDictionary<string, (int Start, int End)>.AlternateLookup<
        ReadOnlySpan<char>
    > _byFirstTen;

    /// <summary>Takes the rows in any order.</summary>
    public RateLibrary(IEnumerable<RateRow> rows)
    {
        _rows = [.. rows.OrderBy(r => r.Code, StringComparer.Ordinal).ThenBy(r => r.ValidFrom)];
        _byCode = Ranges(_rows, r => r.Code);
        _byFirstTen = Ranges(
            _rows,
            r => r.Code.Length >= CustomsCodeLength ? r.Code[..CustomsCodeLength] : ""
        );
    }

    /// <summary>A library without rows: every code is unknown.</summary>
    public static RateLibrary Empty { get; } = new([]);

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>Finds the rate of a code on an export date.</summary>
    /// <param name="code">Normalised code, digits only.</param>
    /// <param name="exportDate">Date of the customs declaration.</param>
    public RateAnswer Find(ReadOnlySpan<char> code, DateOnly exportDate)
    {
        var exact = FindExactAndLonger(code, exportDate);
        if (exact.Kind != RateAnswerKind.Unknown)
            return exact;

        for (var length = code.Length - 1; length >= ShortestHeading; length--)
        {
            if (!_byCode.TryGetValue(code[..length], out var range))
                continue;
            var answer = Judge(range, default, exportDate);
            if (answer.Kind != RateAnswerKind.Unknown)
                return answer;
        }
        return RateAnswer.Unknown;
    }

    private RateAnswer FindExactAndLonger(ReadOnlySpan<char> code, DateOnly exportDate)
    {
        if (code.Length < CustomsCodeLength)
        {
            return _byCode.TryGetValue(code, out var own)
                ? Judge(own, default, exportDate)
                : RateAnswer.Unknown;
        }
        return _byFirstTen.TryGetValue(code[..CustomsCodeLength], out var family)
            ? Judge(family, code, exportDate)
            : RateAnswer.Unknown;
    }

    private RateAnswer Judge(
        (int Start, int End) range,
        ReadOnlySpan<char> prefix,
        DateOnly exportDate
    )
    {
        RateRow? first = null;
        var isAmbiguous = false;
        for (var i = range.Start; i < range.End; i++)
        {
            var row = _rows[i];
            if (!row.HoldsOn(exportDate) || !row.Code.StartsWith(prefix))
                continue;
            first ??= row;
            isAmbiguous |=
                row.RebateRate != first.RebateRate || row.SpecialFlag != first.SpecialFlag;
        }
        if (first is null)
            return RateAnswer.Unknown;
        return isAmbiguous
            ? new RateAnswer(RateAnswerKind.Ambiguous, first, Candidates(range, prefix, exportDate))
            : new RateAnswer(RateAnswerKind.Found, first, []);
    }

    private List<RateRow> Candidates(
        (int Start, int End) range,
        ReadOnlySpan<char> prefix,
        DateOnly exportDate
    )
    {
        var candidates = new List<RateRow>();
        for (var i = range.Start; i < range.End; i++)
        {
            if (_rows[i].HoldsOn(exportDate) && _rows[i].Code.StartsWith(prefix))
                candidates.Add(_rows[i]);
        }
        return candidates;
    }

    private static FrozenDictionary<string, (int Start, int End)>.AlternateLookup<
        ReadOnlySpan<char>
    > Ranges(RateRow[] sorted, Func<RateRow, string> keyOf)
    {
        var ranges = new Dictionary<string, (int Start, int End)>(StringComparer.Ordinal);
        for (var i = 0; i < sorted.Length; i++)
        {
            var key = keyOf(sorted[i]);
            if (key.Length == 0)
                continue;
            ranges[key] = (ranges.TryGetValue(key, out var seen) ? seen.Start : i, i + 1);
        }
        return ranges
            .ToFrozenDictionary(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }
}

/// <summary>Answer of the rate library.</summary>
/// <param name="Kind">Whether there is one rate.</param>
/// <param name="Row">The row found, the first of the candidates, or null when unknown.</param>
/// <param name="Candidates">Rows that disagree when ambiguous; else empty.</param>
public readonly record struct RateAnswer(
    RateAnswerKind Kind,
    RateRow? Row,
    IReadOnlyList<RateRow> Candidates
)
{
    /// <summary>No row holds.</summary>
    public static RateAnswer Unknown => new(RateAnswerKind.Unknown, null, []);
}

/// <summary>Kinds of answers.</summary>
public enum RateAnswerKind
{
    /// <summary>One rate and flag.</summary>
    Found,

    /// <summary>Several (rate, flag) pairs: the exporter has to name the goods.</summary>
    Ambiguous,

    /// <summary>No row.</summary>
    Unknown,
}
