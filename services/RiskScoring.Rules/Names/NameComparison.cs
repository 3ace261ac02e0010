namespace RebateFlow.RiskScoring.Rules.Names;

/// <summary>The score of two names: 100 less what their differences cost.</summary>
public static class NameComparison
{
    /// <summary>Below this a character says too much to be a slip.</summary>
    private const int LongEnough = 5;

    /// <summary>Behind so many characters, one too few is seldom part of an own name.</summary>
    private const int LongBrand = 3;

    /// <summary>Compares two names. Pure, and the order of the two does not matter.</summary>
    public static NameScore Compare(PartyName a, PartyName b, NameDeductions costs)
    {
        if (a.Written == b.Written)
            return new NameScore(a.Written.Length == 0 ? 0 : 100, NameReasons.None);
        if (a.Kind == NameKind.Person || b.Kind == NameKind.Person)
            return ComparePersons(a, b, costs);

        var (cost, reasons) = CompareStems(a, b, costs);
        void Add(bool holds, NameReasons reason, int more)
        {
            if (!holds)
                return;
            reasons |= reason;
            cost += more;
        }
        var isConflict = Differ(a.Province, b.Province) || Differ(a.City, b.City);
        Add(isConflict, NameReasons.RegionConflict, costs.RegionConflict);
        Add(
            !isConflict && (a.Province.Length == 0) != (b.Province.Length == 0),
            NameReasons.RegionMissing,
            costs.RegionMissing
        );
        Add(a.Form != b.Form, NameReasons.FormDiffers, costs.FormDiffers);
        Add(a.IsBranch != b.IsBranch, NameReasons.Branch, costs.Branch);
        Add(a.IsGroup != b.IsGroup, NameReasons.Group, costs.Group);
        if (cost == 0)
            reasons |= NameReasons.Written;
        return new NameScore(Math.Max(0, 100 - cost), reasons);
    }

    private static NameScore ComparePersons(PartyName a, PartyName b, NameDeductions costs)
    {
        if (a.Trade.Count > 1 && IsSameBag(a.Trade, b.Trade))
            return new(100 - costs.PartsSwapped, NameReasons.PartsSwapped);
        var slip = Slips(a.Written, b.Written, costs);
        return slip.Reasons == NameReasons.Homophone
            ? new(100 - Math.Max(costs.PersonHomophone, slip.Cost), slip.Reasons)
            : new(Math.Max(0, 100 - costs.Different), NameReasons.Different);
    }

    private static bool Differ(string a, string b) => a.Length > 0 && b.Length > 0 && a != b;

    private static (int Cost, NameReasons Reasons) CompareStems(
        PartyName a,
        PartyName b,
        NameDeductions costs
    )
    {
        if (a.Stem == b.Stem)
            return (0, NameReasons.None);
        if (IsAnotherTrade(a, b))
            return (costs.Different, NameReasons.Different);
        var best = Swapped(a, b, costs);
        best = Cheaper(best, Slips(a.Stem, b.Stem, costs));
        best = Cheaper(best, CompareParts(a, b, costs));
        best = Cheaper(best, BrokenTrade(a, b, costs));
        return Cheaper(best, BrokenTrade(b, a, costs));
    }

    /// <summary>One own name, and two trades that both are words, be they alike.</summary>
    private static bool IsAnotherTrade(PartyName a, PartyName b) =>
        a.Brand == b.Brand
        && a.Trade.Count > 0
        && b.Trade.Count > 0
        && a.Trade.All(Lexicon.Trades.Contains)
        && b.Trade.All(Lexicon.Trades.Contains)
        && !IsSameBag(a.Trade, b.Trade);

    private static bool IsLatinStem(string stem) => stem.All(char.IsAscii);

    private static (int Cost, NameReasons Reasons) Cheaper(
        (int Cost, NameReasons Reasons) a,
        (int Cost, NameReasons Reasons) b
    ) => b.Cost < a.Cost ? b : a;

    private static (int Cost, NameReasons Reasons) Swapped(
        PartyName a,
        PartyName b,
        NameDeductions costs
    )
    {
        var isSame = IsLatinStem(a.Stem)
            ? IsSameBag(a.Trade, b.Trade)
            : a.Brand == b.Brand && IsSameBag(a.Trade, b.Trade);
        return isSame
            ? (costs.PartsSwapped, NameReasons.PartsSwapped)
            : (costs.Different, NameReasons.Different);
    }

    private static bool IsSameBag(IReadOnlyList<string> a, IReadOnlyList<string> b) =>
        a.Count == b.Count
        && a.Order(StringComparer.Ordinal).SequenceEqual(b.Order(StringComparer.Ordinal));

    /// <summary>Own names by slips alone, trades by slips too.</summary>
    private static (int Cost, NameReasons Reasons) CompareParts(
        PartyName a,
        PartyName b,
        NameDeductions costs
    )
    {
        var brand = a.Brand == b.Brand ? (0, NameReasons.None) : Slips(a.Brand, b.Brand, costs);
        var isSameTrade = IsSameBag(a.Trade, b.Trade);
        var trade = isSameTrade
            ? (0, NameReasons.None)
            : Slips(string.Concat(a.Trade), string.Concat(b.Trade), costs);
        return (brand.Item1 + trade.Item1, brand.Item2 | trade.Item2);
    }

    /// <summary>
    /// One wrong or missing character behind the own name, by which a word of a trade is broken.
    /// Two trades that both are words are two trades.
    /// </summary>
    private static (int Cost, NameReasons Reasons) BrokenTrade(
        PartyName whole,
        PartyName broken,
        NameDeductions costs
    )
    {
        var different = (costs.Different, NameReasons.Different);
        var (a, b) = (whole.Stem, broken.Stem);
        if (a.Length < LongEnough || Math.Abs(a.Length - b.Length) > 1)
            return different;
        var start = a.AsSpan().CommonPrefixLength(b);
        var end = EqualEnd(a.AsSpan(start), b.AsSpan(start));
        if (a.Length - start - end > 1 || b.Length - start - end > 1)
            return different;
        if (IsLatinStem(a))
            return (costs.CharacterMissing, ReasonOf(a, b));
        if (a.Length > b.Length && a.Length > LongEnough && start >= LongBrand)
            return (costs.CharacterMissing, NameReasons.CharacterMissing);
        if (whole.Trade.Count == 0 || start < whole.Brand.Length || a.Length < b.Length)
            return different;
        var isBroken =
            a.Length > b.Length
            || (
                broken.Brand == whole.Brand
                    ? !broken.Trade.All(Lexicon.Trades.Contains)
                    : broken.Brand.StartsWith(whole.Brand, StringComparison.Ordinal)
            );
        return isBroken ? (costs.CharacterMissing, ReasonOf(a, b)) : different;
    }

    private static NameReasons ReasonOf(string a, string b) =>
        a.Length == b.Length ? NameReasons.Replaced : NameReasons.CharacterMissing;

    private static int EqualEnd(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var end = 0;
        while (end < Math.Min(a.Length, b.Length) && a[^(end + 1)] == b[^(end + 1)])
            end++;
        return end;
    }

    /// <summary>Equal but for characters of one sound or look, or two neighbours swapped.</summary>
    private static (int Cost, NameReasons Reasons) Slips(string a, string b, NameDeductions costs)
    {
        var different = (costs.Different, NameReasons.Different);
        if (a.Length != b.Length || a.Length < 2)
            return different;
        var (cost, reasons, count) = (0, NameReasons.None, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] == b[i])
                continue;
            // The first two characters are an own name; swapped they are another one.
            if (i >= 2 && i + 1 < a.Length && a[i] == b[i + 1] && a[i + 1] == b[i])
            {
                (cost, reasons) = (cost + costs.Transposed, reasons | NameReasons.Transposed);
                i++;
            }
            else if (Lexicon.SoundAlike(a[i], b[i]))
                (cost, reasons) = (cost + costs.Homophone, reasons | NameReasons.Homophone);
            else if (Lexicon.SoundNear(a[i], b[i]))
                (cost, reasons) = (cost + costs.NearSound, reasons | NameReasons.NearSound);
            else if (Lexicon.LookAlike(a[i], b[i]))
                (cost, reasons) = (cost + costs.LookAlike, reasons | NameReasons.LookAlike);
            else
                return different;
            if (++count > 1)
                cost += costs.SecondSlip;
        }
        return (cost, reasons);
    }
}
