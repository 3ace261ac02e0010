namespace RebateFlow.RiskScoring.Rules.Vouchers;

/// <summary>How alike two names of goods are.</summary>
internal static class Likeness
{
    /// <summary>
    /// Share of neighbouring character pairs that both have, 0 to 1. Names of one character are
    /// alike when equal. Width and case do not count, nor do blanks.
    /// </summary>
    public static decimal Of(string one, string other)
    {
        var (left, right) = (Normal(one), Normal(other));
        if (left == right)
            return 1;
        if (left.Length < 2 || right.Length < 2)
            return 0;

        var pairs = new Dictionary<(char, char), int>();
        for (var i = 1; i < left.Length; i++)
        {
            var pair = (left[i - 1], left[i]);
            pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
        }
        var shared = 0;
        for (var i = 1; i < right.Length; i++)
        {
            var pair = (right[i - 1], right[i]);
            if (pairs.GetValueOrDefault(pair) is not (> 0 and var left2))
                continue;
            pairs[pair] = left2 - 1;
            shared++;
        }
        return 2m * shared / (left.Length + right.Length - 2);
    }

    private static string Normal(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c)).Select(Narrow)).ToUpperInvariant();

    // Full-width forms of ASCII lie at one distance from their narrow ones.
    private static char Narrow(char c) => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c;
}
