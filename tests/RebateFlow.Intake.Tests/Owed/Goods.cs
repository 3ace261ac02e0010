using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Owed;

/// <summary>
/// A customs line and the invoice of its goods, with what is in use of them, kept as the rows of
/// vouchers keep it.
/// </summary>
internal sealed class Goods(int number, decimal quantity, decimal taxBase, decimal fobUsd)
{
    private decimal _usedBase;
    private decimal _usedQuantity;
    private decimal? _raised;

    public decimal Quantity => quantity;
    private decimal Claimable => _raised ?? quantity;
    public decimal TaxBase => taxBase;
    public string CustomsLine => $"0220202600000{number:D5}001";
    public string Invoice => $"26122{number:D15}";

    /// <summary>A line of the goods and what was paid for it; negative for an offset.</summary>
    public (ExportLine Export, PurchaseLine Purchase) Lines(
        int ordinal,
        string associationNo,
        (decimal Quantity, decimal TaxBase, decimal FobUsd) part,
        string? original
    )
    {
        var (export, purchase) = (
            Scene.Er().Filing.ExportLines[0],
            Scene.Er().Filing.PurchaseLines[0]
        );
        return (
            export with
            {
                LineNo = LineNumbers.At(ordinal),
                AssociationNo = associationNo,
                CustomsDeclarationLineNo = CustomsLine,
                Quantity = part.Quantity,
                FobUsd = part.FobUsd,
                OriginalPeriodAndLine = original,
            },
            purchase with
            {
                LineNo = LineNumbers.At(ordinal),
                AssociationNo = associationNo,
                VoucherNo = Invoice,
                Quantity = part.Quantity,
                TaxBase = part.TaxBase,
                RebatableTax = Money.Tax(part.TaxBase, 13m),
            }
        );
    }

    /// <summary>The amounts that go with a quantity.</summary>
    public (decimal Quantity, decimal TaxBase, decimal FobUsd) Part(decimal part) =>
        (
            part,
            Money.Round(Money.Share(taxBase, part, quantity)),
            Money.Round(Money.Share(fobUsd, part, quantity))
        );

    public CustomsRecord Customs(decimal held) =>
        Scene.Er().Info.CustomsLines[Samples.CustomsLine] with
        {
            LineNo = CustomsLine,
            Quantity1 = quantity,
            Quantity2 = null,
            Unit2 = null,
            FobUsd = fobUsd,
            FobCny = fobUsd * 7m,
            RemainingQuantity = Math.Max(0m, quantity - (_usedQuantity - held)),
        };

    public InvoiceRecord Voucher(decimal held) =>
        Scene.Er().Info.Invoices[Samples.Invoice] with
        {
            VoucherNo = Invoice,
            Quantity = quantity,
            TaxBase = taxBase,
            Tax = Money.Tax(taxBase, 13m),
            RemainingTaxBase = Math.Max(0m, taxBase - (_usedBase - held)),
            RemainingQuantity = null,
        };

    /// <summary>Adds a change as the row of a voucher takes it, with its CHECK.</summary>
    public void Use(decimal customs, decimal invoice)
    {
        _usedQuantity += customs;
        _usedBase += invoice;
        if (customs < 0)
            _raised = Math.Max(quantity, _usedQuantity);
        Assert.InRange(_usedQuantity, 0m, Claimable);
        Assert.True(_usedBase >= 0m, "An invoice is used less than not at all.");
    }

    /// <summary>
    /// What an offset gave back is in use again, whatever stands on it meanwhile.
    /// </summary>
    public void UseAgain(decimal customs, decimal invoice)
    {
        _usedQuantity += customs;
        _usedBase += invoice;
        _raised = Math.Max(quantity, _usedQuantity);
    }

    /// <summary>Whether goods that were given back have been declared again.</summary>
    public bool IsDeclaredAgain(decimal givenBack) => _usedQuantity + givenBack > Claimable;

    public static ElectronicInformation Information(
        IEnumerable<Goods> all,
        VoucherClaim held,
        Originals originals
    )
    {
        var (customs, invoices) = (held.ByCustomsLine(), held.ByInvoice());
        Goods[] goods = [.. all];
        return Scene.Er().Info with
        {
            CustomsLines = goods
                .Select(one => one.Customs(customs.GetValueOrDefault(one.CustomsLine)))
                .ToDictionary(one => one.LineNo),
            Invoices = goods
                .Select(one =>
                    one.Voucher(invoices.GetValueOrDefault(new(one.Invoice, 1)).TaxBaseCny)
                )
                .ToDictionary(one => one.VoucherNo),
            Originals = originals,
            Rates = new RateLibrary([Samples.Rate(Samples.Code, 13m)]),
            Reference = ReferenceData.Embedded,
        };
    }
}
