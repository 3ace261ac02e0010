using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>
/// Brings keys of entries and values of filings into one form, so that they can be compared
/// exactly.
/// </summary>
public static class WatchlistKey
{
    /// <summary>Normalises a key: width, case, blanks. False when it is none of its kind.</summary>
    public static bool TryNormalize(WatchlistKind kind, string? text, out string key)
    {
        key = kind == WatchlistKind.LegalPerson ? NameOf(text) : CodeText.Normalize(text);
        return kind switch
        {
            WatchlistKind.Enterprise => Uscc.TryParse(key, out _),
            WatchlistKind.Supplier => key.Length is >= 15 and <= 20
                && CodeText.IsCapitalsOrDigits(key),
            WatchlistKind.Commodity => key.Length is >= 2 and <= 14 && CodeText.IsDigits(key),
            WatchlistKind.CustomsDistrict => key.Length == 4 && CodeText.IsDigits(key),
            WatchlistKind.SourceRegion => key.Length is >= 2 and <= 6 && CodeText.IsDigits(key),
            WatchlistKind.Country => key.Length == 3 && key.All(char.IsAsciiLetterUpper),
            WatchlistKind.LegalPerson => key.Length is >= 2 and <= 100
                && !(text ?? "").Any(char.IsControl),
        };
    }

    /// <summary>What a key of a kind looks like, for the one who got it wrong.</summary>
    public static (string Zh, string En) FormOf(WatchlistKind kind) =>
        kind switch
        {
            WatchlistKind.Enterprise => ("18 位统一社会信用代码", "18 characters of a USCC"),
            WatchlistKind.Supplier => (
                "15 至 20 位纳税人识别号",
                "taxpayer id, 15 to 20 characters"
            ),
            WatchlistKind.Commodity => (
                "2 至 14 位商品代码或前缀",
                "code or prefix, 2 to 14 digits"
            ),
            WatchlistKind.CustomsDistrict => ("4 位关区代码", "customs district, 4 digits"),
            WatchlistKind.SourceRegion => (
                "2 至 6 位行政区划代码",
                "GB/T 2260 prefix, 2 to 6 digits"
            ),
            WatchlistKind.Country => ("3 位字母国别代码", "ISO 3166-1 alpha-3"),
            WatchlistKind.LegalPerson => ("2 至 100 个字的姓名", "name, 2 to 100 characters"),
        };

    /// <summary>
    /// The prefix by which a key is found: a district in 00 stands for all its offices.
    /// </summary>
    public static string PrefixOf(WatchlistKind kind, string key) =>
        kind == WatchlistKind.CustomsDistrict && key.EndsWith("00", StringComparison.Ordinal)
            ? key[..2]
            : key;

    /// <summary>
    /// The values that a key matches, as a half-open range in the order of their bytes. An id or a
    /// name matches itself alone; no text lies between it and itself with a U+0001 behind.
    /// </summary>
    internal static (WatchlistKind Kind, string Low, string High) RangeOf(
        WatchlistKind kind,
        string key
    )
    {
        var prefix = PrefixOf(kind, key);
        return IsPrefix(kind)
            ? (kind, prefix, prefix[..^1] + (char)(prefix[^1] + 1))
            : (kind, prefix, prefix + '\u0001');
    }

    /// <summary>Whether the keys of a kind are prefixes.</summary>
    public static bool IsPrefix(WatchlistKind kind) =>
        kind switch
        {
            WatchlistKind.Commodity => true,
            WatchlistKind.CustomsDistrict => true,
            WatchlistKind.SourceRegion => true,
            WatchlistKind.Enterprise => false,
            WatchlistKind.Supplier => false,
            WatchlistKind.Country => false,
            WatchlistKind.LegalPerson => false,
        };

    /// <summary>
    /// A person's name in one width, case and script, without blanks and punctuation.
    /// </summary>
    internal static string NameOf(string? name) => PartyName.Parse(name, NameKind.Person).Written;
}
