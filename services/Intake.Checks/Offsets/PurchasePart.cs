using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>The purchases of an association whose goods come back (ER).</summary>
internal static class PurchasePart
{
    /// <summary>Where the goods were declared.</summary>
    /// <param name="Home">The association of the original.</param>
    public sealed record Source(OriginalFiling Original, GrantedLines Granted, string Home);

    /// <summary>
    /// Of all purchases together as much comes back as of the goods: quantity, base and tax. Which
    /// of the invoices is open, as long as none gives more than it has left.
    /// </summary>
    public static void Take(Association association, Source source)
    {
        var declared = new OrderedDictionary<string, List<CheckedPurchaseLine>>();
        foreach (var line in association.PurchaseLines)
        {
            var key = LineKey.OfPurchase(source.Home, line.Line);
            if (!source.Granted.Wholes.ContainsKey(key))
                line.TakeBack = TakeBack.Refused(OffsetText.Differs(line, default, ""));
            else if (declared.TryGetValue(key, out var lines))
                lines.Add(line);
            else
                declared.Add(key, [line]);
        }
        var parts = declared.ToDictionary(
            one => one.Key,
            one => PartOf(source, one.Key, one.Value)
        );
        var agree =
            parts.Values.All(part => part is not null)
            && association.PurchaseLines.All(line => line.TakeBack is null)
            && Together.Of(association, source).Agree(parts!);
        foreach (var (key, lines) in declared)
            if (agree)
                Share(source, key, lines, parts[key]!.Value);
            else
                Refuse(association, source, key, lines);
        if (!agree && association.PurchaseLines.All(line => line.TakeBack?.Fault is null))
            RefuseForWhatLacks(association, source, [.. declared.Keys]);
    }

    /// <summary>Each line is right, but not all that was paid for the goods comes back.</summary>
    private static void RefuseForWhatLacks(
        Association association,
        Source source,
        HashSet<string> declared
    )
    {
        var together = Together.Of(association, source);
        var lacking = source
            .Granted.PurchaseKeys(source.Home)
            .Where(key => !declared.Contains(key))
            .Select(key =>
                OffsetText.Describe(
                    key.Split('/')[2],
                    -together.PartOf(source.Granted.Wholes[key]).Quantity,
                    -together.PartOf(source.Granted.Wholes[key]).Amount
                )
            );
        association.Leading!.TakeBack = TakeBack.Refused(
            new Finding("R319", "purchaseLines", association.Number, string.Join(", ", lacking))
        );
    }

    /// <summary>Null when more is taken back than is left.</summary>
    private static LinePart? PartOf(Source source, string key, List<CheckedPurchaseLine> lines)
    {
        var (whole, left) = (source.Granted.Wholes[key], source.Granted.Remaining(key));
        var quantity = lines.Sum(line => QuantityOf(source, key, line));
        var taxBase = lines.Sum(line => -line.Line.TaxBase);
        if (quantity < 0 || taxBase < 0 || quantity > left.Quantity || taxBase > left.Amount)
            return null;
        if (lines.Exists(line => !IsTaxRight(line, whole)))
            return null;
        var part = taxBase == left.Amount ? left : whole.Share(taxBase, whole.Amount).AtMost(left);
        return part with { Quantity = quantity, Amount = taxBase };
    }

    /// <summary>In the unit of the original; none where the units are not related.</summary>
    private static decimal QuantityOf(Source source, string key, CheckedPurchaseLine line) =>
        -line.Line.Quantity
        * (
            line.Filing.Info.Reference.Units.Factor(line.Line.Unit, source.Granted.UnitOf(key))
            ?? 0m
        );

    /// <summary>The declared tax: base times rate, or the part of what was granted.</summary>
    private static bool IsTaxRight(CheckedPurchaseLine line, LinePart whole)
    {
        if (line.Line.TaxKind == TaxKind.C)
            return true;
        var tolerance = line.Filing.Limits.TaxToleranceCny;
        var byRate = Money.Tax(line.Line.TaxBase, line.Line.RebateRate);
        var byPart = -Money.Round(Money.Share(whole.TaxCny, -line.Line.TaxBase, whole.Amount));
        var declared = line.Line.RebatableTax;
        return Math.Abs(declared - byRate) <= tolerance || Math.Abs(declared - byPart) <= tolerance;
    }

    private static void Share(
        Source source,
        string key,
        List<CheckedPurchaseLine> lines,
        LinePart part
    )
    {
        source.Granted.Take(key, part);
        var left = part;
        for (var i = 0; i < lines.Count; i++)
        {
            var taxBase = -lines[i].Line.TaxBase;
            var own =
                i == lines.Count - 1
                    ? left
                    : part.Share(taxBase, part.Amount).AtMost(left) with
                    {
                        Quantity = QuantityOf(source, key, lines[i]),
                        Amount = taxBase,
                    };
            left = left.Less(own);
            lines[i].TakeBack = new TakeBack
            {
                Original = source.Original,
                Key = key,
                Whole = source.Granted.Wholes[key],
                Part = own,
            };
        }
    }

    private static void Refuse(
        Association association,
        Source source,
        string key,
        List<CheckedPurchaseLine> lines
    )
    {
        var together = Together.Of(association, source);
        var (whole, left) = (source.Granted.Wholes[key], source.Granted.Remaining(key));
        var due = together.IsAll ? left : together.PartOf(whole).AtMost(left);
        var takenIn = left.Amount < whole.Amount ? source.Original.TakenIn : "";
        foreach (var line in lines)
        {
            var isRight =
                lines.Count == 1
                && -line.Line.TaxBase == due.Amount
                && QuantityOf(source, key, line) == due.Quantity
                && IsTaxRight(line, whole);
            if (!isRight)
                line.TakeBack = TakeBack.Refused(OffsetText.Differs(line, due, takenIn));
        }
    }

    /// <summary>
    /// All purchases of an association, and the part of its goods that comes back.
    /// </summary>
    /// <param name="IsAll">Nothing of the goods is left after it.</param>
    private sealed record Together(Source Source, decimal Part, decimal All, bool IsAll)
    {
        public static Together Of(Association association, Source source)
        {
            string[] goods = [.. source.Granted.ExportKeys(source.Home)];
            return new(
                source,
                association.ExportLines.Sum(line => line.TakeBack!.Part.Quantity),
                goods.Sum(key => source.Granted.Wholes[key].Quantity),
                goods.All(key => source.Granted.Remaining(key).Quantity == 0)
            );
        }

        public LinePart PartOf(LinePart whole) => whole.Share(Part, All);

        public bool Agree(Dictionary<string, LinePart?> parts)
        {
            string[] keys = [.. Source.Granted.PurchaseKeys(Source.Home)];
            if (IsAll)
                return keys.All(key => IsRest(key, parts.GetValueOrDefault(key)));
            var (whole, part) = (default(LinePart), default(LinePart));
            foreach (var key in keys)
            {
                whole = whole.Plus(Source.Granted.Wholes[key]);
                part = part.Plus(parts.GetValueOrDefault(key) ?? default);
            }
            // Each invoice may be cut or raised to the fen, its tax twice.
            return IsNear(part.Quantity, whole.Quantity, 0.0001m * keys.Length)
                && IsNear(part.Amount, whole.Amount, 0.01m * keys.Length)
                && IsNear(part.TaxCny, whole.TaxCny, 0.02m * keys.Length);
        }

        private bool IsRest(string key, LinePart? part)
        {
            var left = Source.Granted.Remaining(key);
            var (quantity, amount) = part is { } some ? (some.Quantity, some.Amount) : (0m, 0m);
            return quantity == left.Quantity && amount == left.Amount;
        }

        private bool IsNear(decimal part, decimal whole, decimal within) =>
            Math.Abs(part - Money.Share(whole, Part, All)) < within;
    }
}
