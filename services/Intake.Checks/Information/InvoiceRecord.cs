using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>
/// The tax administration's information about a line of a purchase voucher 进货凭证: one kind of goods
/// at one rate.
/// </summary>
public sealed record InvoiceRecord
{
    /// <summary>Voucher number, 18 to 22 characters; with the line the natural key.</summary>
    public required string VoucherNo { get; init; }

    /// <summary>Line of the invoice, from 1; 1 when its sender knows no lines.</summary>
    public int LineNo { get; init; } = 1;

    /// <summary>The other lines, in order, on the record that stands for the invoice.</summary>
    public IReadOnlyList<InvoiceRecord> FurtherLines { get; init; } = [];

    /// <summary>Kind of the voucher.</summary>
    public required VoucherKind VoucherKind { get; init; }

    /// <summary>Seller's taxpayer id.</summary>
    public required string SellerTaxId { get; init; }

    /// <summary>Seller's name.</summary>
    public required string SellerName { get; init; }

    /// <summary>Buyer, unified social credit code.</summary>
    public required string BuyerUscc { get; init; }

    /// <summary>Date of the invoice.</summary>
    public required DateOnly InvoiceDate { get; init; }

    /// <summary>Name of the goods.</summary>
    public required string CommodityName { get; init; }

    /// <summary>Unit of <see cref="Quantity"/>; empty on a fee.</summary>
    public required string Unit { get; init; }

    /// <summary>Quantity in <see cref="Unit"/>; 0 on a fee.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Amount without VAT, CNY yuan.</summary>
    public required decimal TaxBase { get; init; }

    /// <summary>Levy rate in percent.</summary>
    public required decimal VatRate { get; init; }

    /// <summary>VAT on the invoice, CNY yuan.</summary>
    public required decimal Tax { get; init; }

    /// <summary>State of the invoice.</summary>
    public required InvoiceStatus Status { get; init; }

    /// <summary>Certified or ticked for rebate use 认证/勾选.</summary>
    public required bool Certified { get; init; }

    /// <summary>Wholly used for input deduction; such a line earns no rebate.</summary>
    public required bool UsedForDeduction { get; init; }

    /// <summary>Part of <see cref="TaxBase"/> used for input deduction, CNY yuan.</summary>
    public decimal DeductedTaxBase { get; init; }

    /// <summary>What may be claimed in all, CNY yuan: the rest is deducted.</summary>
    public decimal ClaimableTaxBase => Math.Max(0m, TaxBase - DeductedTaxBase);

    /// <summary>Result of the cross-check 稽核.</summary>
    public required CrossCheck CrossCheck { get; init; }

    /// <summary>
    /// Seller is small-scale or taxed simply 简易计税: the lower of both rates applies.
    /// </summary>
    public required bool SimpleRate { get; init; }

    /// <summary>
    /// <see cref="ClaimableTaxBase"/> less what live attempts of other pre-declarations use, CNY
    /// yuan; the attempt under check is not counted.
    /// </summary>
    public required decimal RemainingTaxBase { get; init; }

    /// <summary>What the rate makes of the amount, CNY yuan.</summary>
    public decimal ComputedTax => Money.Tax(TaxBase, VatRate);

    /// <summary>
    /// What is left to claim, no more than tax was levied on: a record whose tax falls short of
    /// amount times rate lumps goods of several rates together.
    /// </summary>
    /// <param name="taxTolerance">What rounding makes of its tax, CNY yuan.</param>
    public decimal RemainingLeviedBase(decimal taxTolerance) =>
        VatRate == 0 || Tax >= ComputedTax - taxTolerance
            ? RemainingTaxBase
            : Math.Clamp(
                RemainingTaxBase - (ClaimableTaxBase - Money.Round(Tax * 100m / VatRate)),
                0m,
                RemainingTaxBase
            );

    /// <summary>
    /// <see cref="Quantity"/> less what live attempts of other pre-declarations use; null when that
    /// is not counted.
    /// </summary>
    public decimal? RemainingQuantity { get; init; }

    /// <summary>
    /// Where it is used otherwise, such as 202603-1; empty when nowhere or not known.
    /// </summary>
    public string UsedIn { get; init; } = "";
}

/// <summary>States of an invoice.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<InvoiceStatus>))]
public enum InvoiceStatus
{
    /// <summary>In order.</summary>
    Normal,

    /// <summary>Lost from control 失控.</summary>
    LostControl,

    /// <summary>Void 作废.</summary>
    Void,

    /// <summary>Reversed by a red invoice 红冲.</summary>
    Red,

    /// <summary>Abnormal voucher 异常凭证.</summary>
    Abnormal,
}

/// <summary>Results of comparing the seller's and the buyer's copy of an invoice.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<CrossCheck>))]
public enum CrossCheck
{
    /// <summary>Both copies agree 稽核相符.</summary>
    Matched,

    /// <summary>They do not.</summary>
    Mismatched,

    /// <summary>No result yet; it may take 45 to 90 days.</summary>
    Pending,
}
