using System.Globalization;
using System.Text;
using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Rules.Names;

/// <summary>Text rules of names.</summary>
internal static class NameText
{
    /// <summary>What follows the short name of an autonomous region.</summary>
    public static readonly string[] RegionTails =
    [
        "壮族自治区",
        "回族自治区",
        "维吾尔自治区",
        "自治区",
    ];

    /// <summary>One width, case and script; runs of anything else are a blank.</summary>
    public static string Clean(string? text)
    {
        var target = new StringBuilder();
        foreach (var c in CodeText.Fold(text))
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control)
                continue;
            if (char.IsLetterOrDigit(c))
                target.Append(Lexicon.Simplify(c));
            else if (c is '(' or ')' or '[' or ']' or '〔' or '〕' or '【' or '】')
                target.Append(c is ')' or ']' or '〕' or '】' ? ')' : '(');
            else if (target.Length > 0 && target[^1] != ' ')
                target.Append(' ');
        }
        return target.ToString().Trim();
    }

    /// <summary>Letters and digits alone.</summary>
    public static string Bare(string clean) => string.Concat(clean.Where(char.IsLetterOrDigit));

    /// <summary>Whether a name has Latin letters and no others.</summary>
    public static bool IsLatin(string clean) =>
        clean.Any(char.IsAsciiLetter) && clean.All(char.IsAscii);

    /// <summary>
    /// Takes out the brackets whose content is understood; others lose their marks.
    /// </summary>
    public static string TakeBrackets(string clean, Func<string, bool> isTaken)
    {
        while (clean.IndexOf('(') is var open and >= 0)
        {
            var close = clean.IndexOf(')', open);
            var inside = close < 0 ? "" : clean[(open + 1)..close].Trim();
            clean =
                close < 0 ? clean.Remove(open, 1)
                : isTaken(inside) ? clean[..open] + clean[(close + 1)..]
                : clean[..open] + inside + clean[(close + 1)..];
        }
        return clean.Replace(")", "", StringComparison.Ordinal);
    }

    /// <summary>
    /// Own name and trade words: the first run that is no word of a trade is own.
    /// </summary>
    public static (string Brand, IReadOnlyList<string> Trade) Split(string stem)
    {
        var (brand, trade, run) = ("", new List<string>(), 0);
        for (var i = 0; i < stem.Length; )
        {
            var word = TradeAt(stem, i);
            if (word == 0)
            {
                run++;
                i++;
            }
            if (run > 0 && (word > 0 || i == stem.Length))
            {
                Take(stem.Substring(i - run, run));
                run = 0;
            }
            if (word > 0)
                trade.Add(stem.Substring(i, word));
            i += word;
        }
        if (brand.Length > 0 || trade.Count == 0)
            return (brand, trade);
        return (trade[0], trade[1..]);

        void Take(string found)
        {
            if (brand.Length == 0)
                brand = found;
            else
                trade.Add(found);
        }
    }

    private static int TradeAt(string stem, int start)
    {
        for (var length = Math.Min(5, stem.Length - start); length >= 2; length--)
        {
            if (
                Lexicon
                    .Trades.GetAlternateLookup<ReadOnlySpan<char>>()
                    .Contains(stem.AsSpan(start, length))
            )
                return length;
        }
        return 0;
    }
}
