using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>
/// Joins the offset lines of a filing with the lines they take back: of the goods a part or all, of
/// every amount the same part, and the last part is what the others left.
/// </summary>
internal sealed class OffsetJoin(CheckedFiling filing)
{
    private readonly Dictionary<Guid, GrantedLines> _granted = [];
    private readonly Dictionary<string, LinePart> _takenBefore = new(
        filing.Info.Originals.TakenBefore,
        StringComparer.Ordinal
    );

    /// <summary>Sets what each line takes back, or why it cannot.</summary>
    public static void Join(CheckedFiling filing)
    {
        if (!filing.ExportLines.Any(line => line.IsOffset))
            return;
        var join = new OffsetJoin(filing);
        if (filing.IsEr)
            foreach (var association in filing.Associations)
                join.Take(association);
        else
            foreach (var line in filing.ExportLines.Where(line => line.IsOffset))
                line.TakeBack = join.Of(line);
    }

    /// <summary>Goods come back with what was paid for them.</summary>
    private void Take(Association association)
    {
        var offsets = association.ExportLines.FindAll(line => line.IsOffset);
        if (offsets.Count == 0)
            return;
        foreach (var line in offsets)
            line.TakeBack =
                offsets.Count < association.ExportLines.Count
                    ? TakeBack.Refused(new Finding("R319", "associationNo", association.Number, ""))
                    : Of(line);
        var first = offsets[0].TakeBack!;
        if (offsets.Any(line => line.TakeBack!.Fault is not null))
            return;
        var home = HomeOf(offsets[0]);
        if (offsets.Any(line => line.TakeBack!.Original != first.Original || HomeOf(line) != home))
        {
            var fault = new Finding("R319", "associationNo", association.Number, home);
            offsets[^1].TakeBack = TakeBack.Refused(fault);
            return;
        }
        if (first.Original is { } original)
            PurchasePart.Take(association, new(original, GrantedOf(original), home));
        else
            BeforePart.Take(association, _takenBefore);
    }

    private TakeBack Of(CheckedExportLine line)
    {
        if (OriginalKey.Read(line.Line.OriginalPeriodAndLine) is not { } key)
            return TakeBack.Refused(OffsetText.NoOriginal(line));
        var candidates = CandidatesOf(line, OriginalKey.Of(key.Period, key.LineNo));
        if (candidates.Count == 0)
            return string.CompareOrdinal(key.Period, filing.Limits.FirstPeriodHere) < 0
                ? BeforePart.Of(line, _takenBefore)
                : TakeBack.Refused(OffsetText.NoOriginal(line));
        var best = candidates.Find(one => LeftOf(line, one).Quantity >= QuantityOf(line, one));
        return ExportPart(line, best ?? candidates[0]);
    }

    /// <summary>
    /// Lines of the number; where batches of a period share it, those of the same customs line.
    /// </summary>
    private List<Candidate> CandidatesOf(CheckedExportLine line, string key)
    {
        var found = new List<Candidate>();
        foreach (var original in filing.Info.Originals.ByLine.GetValueOrDefault(key) ?? [])
        {
            var declared = original.Filing.ExportLines.FirstOrDefault(one =>
                !one.IsOffset && OriginalKey.Of(original.Filing.Period, one.LineNo) == key
            );
            if (declared is not null && original.Filing.Method == filing.Filing.Method)
                found.Add(new Candidate(original, declared));
        }
        var same = found.FindAll(one =>
            CodeText.Normalize(one.Line.CustomsDeclarationLineNo) == line.CustomsLineNo
        );
        return same.Count > 0 ? same : found;
    }

    private TakeBack ExportPart(CheckedExportLine line, Candidate candidate)
    {
        var (original, declared) = (candidate.Original, candidate.Line);
        var granted = GrantedOf(original);
        var key = GrantedLines.KeyOf(declared);
        var (whole, left) = (granted.Wholes[key], granted.Remaining(key));
        var (quantity, fob) = (QuantityOf(line, candidate) ?? 0m, -line.Line.FobUsd);
        var isAll = quantity == left.Quantity;
        var expected = isAll ? left : whole.Share(quantity, whole.Quantity).AtMost(left);
        var agrees =
            CodeText.Normalize(declared.CustomsDeclarationLineNo) == line.CustomsLineNo
            && CodeText.Normalize(declared.CommodityCode)
                == CodeText.Normalize(line.Line.CommodityCode)
            && quantity > 0
            && quantity <= left.Quantity
            && IsPart(fob, expected.Amount, whole.Amount, (quantity, whole.Quantity), isAll)
            && (
                line.Line.FobCny is not { } fobCny
                || filing.IsEr
                || IsPart(-fobCny, expected.FobCny, whole.FobCny, (quantity, whole.Quantity), isAll)
            );
        if (!agrees)
            return TakeBack.Refused(
                OffsetText.Differs(
                    line,
                    declared.CommodityCode,
                    quantity > 0 && quantity <= left.Quantity ? expected : left,
                    left.Quantity < whole.Quantity ? original.TakenIn : ""
                )
            );
        var part = expected with { Quantity = quantity, Amount = fob };
        granted.Take(key, part);
        return new TakeBack
        {
            Original = original,
            Key = key,
            Whole = whole,
            Part = part,
        };
    }

    /// <summary>
    /// The part of an amount, cut or raised to the fen; all of it is what is left.
    /// </summary>
    private static bool IsPart(
        decimal declared,
        decimal expected,
        decimal whole,
        (decimal Part, decimal Of) quantity,
        bool isAll
    ) =>
        declared == expected
        || (!isAll && Math.Abs(declared - Money.Share(whole, quantity.Part, quantity.Of)) < 0.01m);

    private LinePart LeftOf(CheckedExportLine line, Candidate candidate) =>
        GrantedOf(candidate.Original).Remaining(GrantedLines.KeyOf(candidate.Line));

    /// <summary>In the unit of the original; null when the units are not related.</summary>
    private decimal? QuantityOf(CheckedExportLine line, Candidate candidate) =>
        CustomsQuantities.Convert(
            -line.Line.Quantity,
            line.Line.Unit,
            candidate.Line.Unit,
            line.Customs,
            filing.Info.Reference.Units
        );

    private static string HomeOf(CheckedExportLine line) =>
        line.TakeBack is { Original: { } original } taken
            ? CodeText.Normalize(
                original
                    .Filing.ExportLines.First(one => GrantedLines.KeyOf(one) == taken.Key)
                    .AssociationNo
            )
            : "";

    private GrantedLines GrantedOf(OriginalFiling original)
    {
        if (!_granted.TryGetValue(original.Id, out var granted))
            _granted[original.Id] = granted = new GrantedLines(original);
        return granted;
    }

    private sealed record Candidate(OriginalFiling Original, ExportLine Line);
}
