using System.Text;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>How two names of goods are compared. Width, case and punctuation are nothing.</summary>
internal static class GoodsNames
{
    /// <summary>The letters and digits of a name.</summary>
    public static string Essence(string name) => Kept(CodeText.Normalize(name), _ => true);

    /// <summary>
    /// Whether two names mean the same goods, one of them perhaps in more detail: every character
    /// of the shorter one is in the longer one, and enough of both is common. What an invoice adds
    /// by rule (its class between asterisks) and models in Latin letters are no part of a Chinese
    /// name. Nothing is said of a name that is empty.
    /// </summary>
    /// <param name="one">A name.</param>
    /// <param name="other">Another one.</param>
    /// <param name="overlapPercent">Least common part, percent of the letters of both.</param>
    public static bool Agree(string one, string other, decimal overlapPercent)
    {
        var (left, right) = (Named(one), Named(other));
        if (left.Any(IsHan) && right.Any(IsHan))
            (left, right) = (Kept(left, IsHan), Kept(right, IsHan));
        if (left == right || left.Length == 0 || right.Length == 0)
            return true;
        var (shorter, longer) = left.Length <= right.Length ? (left, right) : (right, left);
        return IsWithin(shorter, longer)
            && 200m * shorter.Length >= overlapPercent * (shorter.Length + longer.Length);
    }

    /// <summary>*汽车零件*减震器 is 减震器.</summary>
    private static string Named(string name)
    {
        var text = CodeText.Normalize(name);
        var end = text.StartsWith('*') ? text.IndexOf('*', 1) : -1;
        return Kept(text[(end + 1)..], _ => true);
    }

    private static bool IsWithin(string shorter, string longer)
    {
        var left = longer.GroupBy(c => c).ToDictionary(same => same.Key, same => same.Count());
        return shorter.All(c => left.TryGetValue(c, out var count) && (left[c] = count - 1) >= 0);
    }

    private static bool IsHan(char c) => c is >= '\u3400' and <= '\u9FFF';

    private static string Kept(string text, Func<char, bool> isPart)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) && isPart(c))
                kept.Append(c);
        }
        return kept.ToString();
    }
}
