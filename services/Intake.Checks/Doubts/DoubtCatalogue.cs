using System.Collections.Frozen;
using System.Globalization;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Doubts;

/// <summary>
/// The catalogue of doubts: levels, who may pass, texts and remedies, as dated rows.
/// </summary>
public sealed class DoubtCatalogue
{
    private static readonly Lazy<DoubtCatalogue> Loaded = new(static () => new(LoadRows()));

    private readonly FrozenDictionary<string, DoubtRow[]> _rows;

    /// <summary>The rows of this catalogue, and others that stand before them.</summary>
    /// <param name="rows">Where both have a code and day, these hold.</param>
    public DoubtCatalogue With(IEnumerable<DoubtRow> rows) =>
        new(rows.Concat(_rows.Values.SelectMany(ofCode => ofCode)));

    /// <summary>
    /// Takes the rows in any order; of several rows of a code the dates decide, of the same day the
    /// first.
    /// </summary>
    public DoubtCatalogue(IEnumerable<DoubtRow> rows) =>
        _rows = rows.GroupBy(r => r.Code, StringComparer.Ordinal)
            .ToFrozenDictionary(
                g => g.Key,
                g => g.OrderByDescending(r => r.ValidFrom).ToArray(),
                StringComparer.Ordinal
            );

    /// <summary>The rows of seeds/reference/doubt-codes.csv that this build carries.</summary>
    public static DoubtCatalogue Embedded => Loaded.Value;

    /// <summary>Codes of the catalogue.</summary>
    public IReadOnlyCollection<string> Codes => _rows.Keys;

    /// <summary>
    /// The row of a code in force on a day; null when the code is not in force yet.
    /// </summary>
    public DoubtRow? Find(string code, DateOnly day)
    {
        foreach (var row in _rows[code])
        {
            if (row.ValidFrom <= day)
                return row;
        }
        return null;
    }

    private static List<DoubtRow> LoadRows()
    {
        var rows = new List<DoubtRow>();
        using var reader = EmbeddedTable.Open("doubt-codes.csv");
        foreach (var row in reader)
        {
            var validFrom = row["valid_from"].Span;
            rows.Add(
                new DoubtRow
                {
                    Code = row["code"].ToString(),
                    Level = Read<DoubtLevel>(row["level"].ToString()),
                    PassableBy = Read<PassableBy>(row["passable_by"].ToString()),
                    TextZh = new DoubtText(row["text_zh"].ToString()),
                    TextEn = new DoubtText(row["text_en"].ToString()),
                    RemedyZh = row["remedy_zh"].ToString(),
                    RemedyEn = row["remedy_en"].ToString(),
                    ValidFrom = DateOnly.ParseExact(
                        validFrom,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture
                    ),
                }
            );
        }
        return rows;
    }

    private static T Read<T>(string name)
        where T : struct, Enum =>
        WireCode.TryParse(name, out T value)
            ? value
            : throw new InvalidOperationException($"{name} is not one of {WireCode.List<T>()}.");
}

/// <summary>What the catalogue says about a code from a day on.</summary>
public sealed record DoubtRow
{
    /// <summary>Code, such as M104.</summary>
    public required string Code { get; init; }

    /// <summary>Severity.</summary>
    public required DoubtLevel Level { get; init; }

    /// <summary>Who may pass it.</summary>
    public required PassableBy PassableBy { get; init; }

    /// <summary>Chinese text.</summary>
    public required DoubtText TextZh { get; init; }

    /// <summary>English text.</summary>
    public required DoubtText TextEn { get; init; }

    /// <summary>What to do, Chinese.</summary>
    public required string RemedyZh { get; init; }

    /// <summary>What to do, English.</summary>
    public required string RemedyEn { get; init; }

    /// <summary>First day in force.</summary>
    public required DateOnly ValidFrom { get; init; }
}
