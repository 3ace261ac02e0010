using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>
/// The lines of an original as they were granted. Where less was approved than was due, what lacks
/// is taken off its lines in proportion, so that nobody pays back what was never paid.
/// </summary>
internal sealed class GrantedLines
{
    private readonly OriginalFiling _original;
    private readonly Dictionary<string, LinePart> _taken;
    private readonly Dictionary<string, string> _units = new(StringComparer.Ordinal);

    public GrantedLines(OriginalFiling original)
    {
        _original = original;
        _taken = new Dictionary<string, LinePart>(original.Taken, StringComparer.Ordinal);
        Wholes = original.Filing.Method == RebateMethod.Er ? OfEr() : OfEcr();
    }

    /// <summary>Every line that can be taken back, by <see cref="LineKey"/>.</summary>
    public IReadOnlyDictionary<string, LinePart> Wholes { get; }

    public LinePart Remaining(string key) => Wholes[key].Less(_taken.GetValueOrDefault(key));

    /// <summary>Unit of the quantity of a purchase.</summary>
    public string UnitOf(string key) => _units[key];

    public void Take(string key, LinePart part) =>
        _taken[key] = _taken.GetValueOrDefault(key).Plus(part);

    /// <summary>The export lines of an association (ER).</summary>
    public IEnumerable<string> ExportKeys(string associationNo) =>
        from line in _original.Filing.ExportLines
        where !line.IsOffset && CodeText.Normalize(line.AssociationNo) == associationNo
        select KeyOf(line);

    /// <summary>The vouchers of an association (ER).</summary>
    public IEnumerable<string> PurchaseKeys(string associationNo) =>
        Wholes.Keys.Where(key => key.StartsWith($"P/{associationNo}/", StringComparison.Ordinal));

    public static string KeyOf(ExportLine line) =>
        LineKey.OfExport(CodeText.Normalize(line.LineNo));

    private Dictionary<string, LinePart> OfEr()
    {
        var wholes = new Dictionary<string, LinePart>(StringComparer.Ordinal);
        foreach (var line in _original.Filing.ExportLines.Where(line => !line.IsOffset))
            wholes[KeyOf(line)] = new LinePart(line.Quantity, line.FobUsd, 0m, 0m, 0m, 0m, 0m);
        var granted = GrantedTaxes();
        for (var i = 0; i < _original.Filing.PurchaseLines.Count; i++)
        {
            var line = _original.Filing.PurchaseLines[i];
            if (line.Quantity < 0 || line.TaxBase < 0)
                continue;
            var key = LineKey.OfPurchase(CodeText.Normalize(line.AssociationNo), line);
            var rebate = _original.Rebate.Lines[i];
            var whole = new LinePart(
                line.Quantity,
                line.TaxBase,
                0m,
                rebate.BaseCny,
                0m,
                granted[i],
                rebate.RateDifferenceCny
            );
            wholes[key] = wholes.GetValueOrDefault(key).Plus(whole);
            _units.TryAdd(key, line.Unit);
        }
        return wholes;
    }

    private Dictionary<string, LinePart> OfEcr()
    {
        var wholes = new Dictionary<string, LinePart>(StringComparer.Ordinal);
        for (var i = 0; i < _original.Filing.ExportLines.Count; i++)
        {
            var line = _original.Filing.ExportLines[i];
            if (line.IsOffset)
                continue;
            var rebate = _original.Rebate.Lines[i];
            wholes[KeyOf(line)] = new LinePart(
                line.Quantity,
                line.FobUsd,
                (rebate.Derivation as EcrDerivation)?.FobCny ?? 0m,
                rebate.BaseCny,
                rebate.BondedMaterialCny,
                rebate.RebateCny,
                rebate.RateDifferenceCny
            );
        }
        return wholes;
    }

    /// <summary>The rebate of each purchase line, less its part of what was not approved.</summary>
    private decimal[] GrantedTaxes()
    {
        var taxes = _original.Rebate.Lines.Select(line => Math.Max(0m, line.RebateCny)).ToArray();
        var lacking = _original.Rebate.RebateDueCny - _original.AssumedCny;
        var sum = taxes.Sum();
        return lacking <= 0 || sum == 0
            ? taxes
            : Money.Split(
                Math.Max(0m, sum - lacking),
                taxes,
                (one, other) =>
                    string.CompareOrdinal(
                        _original.Rebate.Lines[one].LineNo,
                        _original.Rebate.Lines[other].LineNo
                    )
            );
    }
}
