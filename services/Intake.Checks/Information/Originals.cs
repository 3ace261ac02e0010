using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>
/// What an offset 冲减 of the attempt may take back: earlier filings of the declarant, what other
/// filings took back of them, and what stands on goods that an undecided offset gave back.
/// </summary>
public sealed record Originals
{
    /// <summary>No line declared earlier.</summary>
    public static readonly Originals None = new();

    /// <summary>
    /// Live filings by period and line number of their export lines. Batches of a period share
    /// numbers, so there may be several; in the order of their batches.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<OriginalFiling>> ByLine { get; init; } =
        new Dictionary<string, IReadOnlyList<OriginalFiling>>();

    /// <summary>
    /// What offsets took back of vouchers that were declared before the first period known here, by
    /// line key; their originals are not known.
    /// </summary>
    public IReadOnlyDictionary<string, LinePart> TakenBefore { get; init; } =
        new Dictionary<string, LinePart>();

    /// <summary>What undecided offsets of other filings gave back, by voucher.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FreedUse>> Freed { get; init; } =
        new Dictionary<string, IReadOnlyList<FreedUse>>();
}

/// <summary>An earlier filing of the declarant, as it cleared.</summary>
public sealed record OriginalFiling
{
    /// <summary>The pre-declaration.</summary>
    public required Guid Id { get; init; }

    /// <summary>The attempt that cleared.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>Period and batch, such as 202603-1.</summary>
    public required string Label { get; init; }

    /// <summary>What was declared.</summary>
    public required SubmittedFiling Filing { get; init; }

    /// <summary>What was found due, line by line.</summary>
    public required RebateResult Rebate { get; init; }

    /// <summary>
    /// What officers approved of the rebate and did not claim back since, CNY yuan; null while they
    /// have not decided.
    /// </summary>
    public decimal? GrantedCny { get; init; }

    /// <summary>What other live filings took back of its lines, by <see cref="LineKey"/>.</summary>
    public IReadOnlyDictionary<string, LinePart> Taken { get; init; } =
        new Dictionary<string, LinePart>();

    /// <summary>Where the last part was taken back, such as 202604-1; empty when nowhere.</summary>
    public string TakenIn { get; init; } = "";

    /// <summary>What is taken to be granted in all, CNY yuan.</summary>
    public decimal AssumedCny => GrantedCny ?? Rebate.RebateDueCny;
}

/// <summary>Figures of a line, or of the part of it that is taken back; none is negative.</summary>
/// <param name="Quantity">In the unit of the line.</param>
/// <param name="Amount">FOB in US dollars of an export line, base of a purchase line.</param>
/// <param name="FobCny">FOB in CNY yuan; 0 on a purchase line.</param>
/// <param name="BaseCny">Base the rates apply to, CNY yuan.</param>
/// <param name="BondedCny">Bonded material, CNY yuan.</param>
/// <param name="TaxCny">Rebate (ER) or ECR tax, CNY yuan.</param>
/// <param name="DifferenceCny">Cost increase (ER) or disallowed tax (ECR), CNY yuan.</param>
public readonly record struct LinePart(
    decimal Quantity,
    decimal Amount,
    decimal FobCny,
    decimal BaseCny,
    decimal BondedCny,
    decimal TaxCny,
    decimal DifferenceCny
)
{
    public LinePart Plus(LinePart other) =>
        new(
            Quantity + other.Quantity,
            Amount + other.Amount,
            FobCny + other.FobCny,
            BaseCny + other.BaseCny,
            BondedCny + other.BondedCny,
            TaxCny + other.TaxCny,
            DifferenceCny + other.DifferenceCny
        );

    public LinePart Less(LinePart other) => Plus(other.Times(-1));

    /// <summary>The part that goes with a part of something, money rounded to the fen.</summary>
    public LinePart Share(decimal part, decimal whole) =>
        new(
            decimal.Round(Money.Share(Quantity, part, whole), 4, MidpointRounding.AwayFromZero),
            Money.Round(Money.Share(Amount, part, whole)),
            Money.Round(Money.Share(FobCny, part, whole)),
            Money.Round(Money.Share(BaseCny, part, whole)),
            Money.Round(Money.Share(BondedCny, part, whole)),
            Money.Round(Money.Share(TaxCny, part, whole)),
            Money.Round(Money.Share(DifferenceCny, part, whole))
        );

    /// <summary>No figure above that of another part.</summary>
    public LinePart AtMost(LinePart other) =>
        new(
            Math.Min(Quantity, other.Quantity),
            Math.Min(Amount, other.Amount),
            Math.Min(FobCny, other.FobCny),
            Math.Min(BaseCny, other.BaseCny),
            Math.Min(BondedCny, other.BondedCny),
            Math.Min(TaxCny, other.TaxCny),
            Math.Min(DifferenceCny, other.DifferenceCny)
        );

    private LinePart Times(int factor) =>
        new(
            Quantity * factor,
            Amount * factor,
            FobCny * factor,
            BaseCny * factor,
            BondedCny * factor,
            TaxCny * factor,
            DifferenceCny * factor
        );
}

/// <summary>What names a line of an original among all of its filing.</summary>
public static class LineKey
{
    /// <summary>An export line.</summary>
    public static string OfExport(string lineNo) => $"E/{lineNo}";

    /// <summary>A line of a voucher within an association, for one tax.</summary>
    public static string OfPurchase(string associationNo, PurchaseLine line) =>
        $"P/{associationNo}/{VoucherOf(line)}/{line.TaxKind}";

    /// <summary>A customs line whose declaration is older than what is known here.</summary>
    public static string OfCustoms(string customsLineNo) => $"E/{customsLineNo}";

    /// <summary>A voucher whose declaration is older than what is known here.</summary>
    public static string OfVoucher(PurchaseLine line) => $"P//{VoucherOf(line)}/{line.TaxKind}";

    /// <summary>As it was declared; an offset repeats that.</summary>
    private static string VoucherOf(PurchaseLine line) =>
        FormattableString.Invariant(
            $"{CodeText.Normalize(line.VoucherNo)}#{line.VoucherLineNo ?? 1}"
        );
}

/// <summary>What an undecided offset gave back of a voucher.</summary>
/// <param name="PreDeclarationId">The filing with the offset.</param>
/// <param name="AttemptNo">Its attempt.</param>
/// <param name="Amount">Quantity of a customs line, base of an invoice; above 0.</param>
public sealed record FreedUse(Guid PreDeclarationId, int AttemptNo, decimal Amount);

/// <summary>What an attempt takes back of a line of an original.</summary>
/// <param name="Original">The filing; null when it is older than what is known here.</param>
/// <param name="Key">The line.</param>
/// <param name="Whole">The line as it was granted.</param>
/// <param name="Part">What is taken back.</param>
public sealed record TakenLine(OriginalFiling? Original, string Key, LinePart Whole, LinePart Part);

/// <summary>What must have been approved before an attempt can be.</summary>
/// <param name="GrantedCny">
/// Rebate that must have been approved in all, CNY yuan; null when the amount does not matter.
/// </param>
/// <param name="TakenBackCny">
/// Rebate that the attempt takes back of it, CNY yuan, 0 or more.
/// </param>
public sealed record Prerequisite(
    Guid PreDeclarationId,
    int AttemptNo,
    decimal? GrantedCny,
    decimal TakenBackCny
);
