using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.NoDataForms;

/// <summary>The form on vouchers without electronic information 无相关电子信息申报表.</summary>
public sealed record NoDataRequest
{
    /// <summary>1 to 1,000 vouchers that the live attempt waits for.</summary>
    public required IReadOnlyList<NoDataVoucher> Vouchers { get; init; }
}

/// <summary>A voucher on the form.</summary>
public sealed record NoDataVoucher
{
    /// <summary>CUSTOMS_DECLARATION, AGENCY_CERTIFICATE or INVOICE.</summary>
    public required NoDataVoucherKind Kind { get; init; }

    /// <summary>Its number, as the filing names it.</summary>
    public required string VoucherNo { get; init; }

    /// <summary>Why there are no data, 1 to 500 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a form has to keep to. Pure.</summary>
/// <param name="Filing">The live attempt.</param>
/// <param name="Doubts">Its doubts.</param>
/// <param name="Reference">The dated tables.</param>
/// <param name="Today">Business day.</param>
internal sealed record NoDataRules(
    SubmittedFiling Filing,
    IReadOnlyList<Doubt> Doubts,
    ReferenceData Reference,
    DateOnly Today
)
{
    public const int MostVouchers = 1_000;

    private const int LongestReason = 500;

    /// <summary>Every fault of the form, voucher by voucher.</summary>
    public IReadOnlyList<FieldError> Faults(NoDataRequest request)
    {
        if (request.Vouchers.Count is 0 or > MostVouchers)
            return
            [
                new(
                    "vouchers",
                    $"须为1至{MostVouchers}张",
                    $"must be 1 to {MostVouchers} vouchers"
                ),
            ];
        var faults = new List<FieldError>();
        var seen = new HashSet<(NoDataVoucherKind, string)>();
        var missing = Doubts.ToLookup(doubt => (doubt.Code, doubt.Declared));
        for (var i = 0; i < request.Vouchers.Count; i++)
        {
            var voucher = request.Vouchers[i];
            var place = $"vouchers[{i}]";
            if (voucher is null)
                faults.Add(new(place, "不得为null", "must not be null"));
            else if (!seen.Add((voucher.Kind, CodeText.Normalize(voucher.VoucherNo))))
                faults.Add(new($"{place}.voucherNo", "重复出现", "occurs twice"));
            else
                faults.AddRange(Faults(voucher, place, missing));
        }
        return faults;
    }

    private IEnumerable<FieldError> Faults(
        NoDataVoucher voucher,
        string place,
        ILookup<(string Code, string Declared), Doubt> missing
    )
    {
        var reason = voucher.Reason.Trim();
        if (reason.Length is 0 or > LongestReason || reason.Any(char.IsControl))
            yield return new(
                $"{place}.reason",
                $"须为1至{LongestReason}个字符，不含控制字符",
                $"must be 1 to {LongestReason} characters without controls"
            );
        var feed = NoDataVouchers.FeedOf(voucher.Kind);
        var code = NoDataEffects.FeedOfCode.First(pair => pair.Value == feed).Key;
        var doubt = missing[(code, CodeText.Normalize(voucher.VoucherNo))].FirstOrDefault();
        if (doubt is null)
        {
            yield return new(
                $"{place}.voucherNo",
                $"本次申报没有等待该凭证的电子信息（{code}）",
                $"is no voucher that the attempt waits for ({code})"
            );
            yield break;
        }
        var exportDate = ExportDateOf(doubt);
        var policy = Reference.PolicyPeriods.On(exportDate);
        if (Reference.NoDataEffects.Find(policy?.Version, code, Today) is null)
            yield return new(
                $"{place}.voucherNo",
                $"{exportDate:yyyy-MM-dd}出口适用的政策不接受该申报表",
                $"is of an export of {exportDate:yyyy-MM-dd}, whose rules do not take the form"
            );
        else if (
            policy is { LateFiling: LateFiling.WithNoDataForm }
            && Reference.Settings.On(Today).NormalEndFor(exportDate) is var end
            && Today > end
        )
            yield return new(
                $"{place}.voucherNo",
                $"该申报表须在{end:yyyy-MM-dd}前填报",
                $"had to be on a form filed by {end:yyyy-MM-dd}"
            );
    }

    /// <summary>The export that the doubt's line is about.</summary>
    private DateOnly ExportDateOf(Doubt doubt)
    {
        if (doubt.Form == "export")
            return Filing.ExportLines.First(line => line.LineNo == doubt.Place).ExportDate;
        var association = Filing
            .PurchaseLines.First(line => line.LineNo == doubt.Place)
            .AssociationNo;
        var export = Filing.ExportLines.FirstOrDefault(line =>
            CodeText.Normalize(line.AssociationNo) == CodeText.Normalize(association)
        );
        return (export ?? Filing.ExportLines[0]).ExportDate;
    }
}
