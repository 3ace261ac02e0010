using RebateFlow.Intake.Checks.Filings;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Submissions;

/// <summary>
/// The rules that a document must meet before it is stored. They are about its shape only: a wrong
/// value is a doubt with a remedy, found by the checks.
/// </summary>
public static class FilingRules
{
    /// <summary>Most export lines and purchase lines together.</summary>
    public const int MostLines = 50_000;

    private const int LongestRemark = 500;

    /// <summary>Lines of both forms.</summary>
    public static int LineCount(SubmittedFiling filing) =>
        filing.ExportLines.Count + filing.PurchaseLines.Count;

    /// <summary>Every fault of the document, in its order.</summary>
    public static IReadOnlyList<FieldError> Faults(SubmittedFiling filing)
    {
        var faults = new FaultList();
        faults.Text("uscc", filing.Uscc);
        faults.Text("period", filing.Period);
        if (filing.BatchNo is < 1 or > 999)
            faults.Add("batchNo", "须为1至999", "must be 1 to 999");
        CheckMethod(filing, faults);
        for (var i = 0; i < filing.ExportLines.Count; i++)
            Check(filing.ExportLines[i], faults.At("exportLines", i));
        for (var i = 0; i < filing.PurchaseLines.Count; i++)
            Check(filing.PurchaseLines[i], faults.At("purchaseLines", i));
        return faults.Items;
    }

    private static void CheckMethod(SubmittedFiling filing, FaultList faults)
    {
        switch (filing.Method)
        {
            case RebateMethod.Er:
                if (filing.ExportLines.Count == 0)
                    faults.Add("exportLines", "至少一行", "needs at least one line");
                if (filing.EcrSummary is not null)
                    faults.Add("ecrSummary", "免退税不填汇总", "is not part of an ER filing");
                break;
            case RebateMethod.Ecr:
                if (filing.PurchaseLines.Count > 0)
                    faults.Add(
                        "purchaseLines",
                        "免抵退税无进货明细",
                        "is not part of an ECR filing"
                    );
                if (filing.EcrSummary is null)
                    faults.Add("ecrSummary", "免抵退税必填", "is required in an ECR filing");
                break;
        }
    }

    private static void Check(ExportLine? line, FaultList faults)
    {
        if (line is null)
        {
            faults.Add("", "不得为null", "must not be null");
            return;
        }
        faults.Text("lineNo", line.LineNo);
        faults.Text("associationNo", line.AssociationNo);
        faults.Text("exportInvoiceNo", line.ExportInvoiceNo);
        faults.Text("customsDeclarationLineNo", line.CustomsDeclarationLineNo);
        faults.Text("agencyCertificateNo", line.AgencyCertificateNo);
        faults.Date("exportDate", line.ExportDate);
        faults.Text("commodityCode", line.CommodityCode);
        faults.Text("commodityName", line.CommodityName);
        faults.Text("unit", line.Unit);
        faults.Quantity(line.Quantity);
        faults.Text("currency", line.Currency);
        faults.Text("declaredCommodityCode", line.DeclaredCommodityCode);
        faults.Rate("vatRate", line.VatRate);
        faults.Rate("rebateRate", line.RebateRate);
        faults.Text("processingBookNo", line.ProcessingBookNo);
        if (line.PlannedAllocationRate is < 0 or > 1)
            faults.Add("plannedAllocationRate", "须为0至1", "must be 0 to 1");
        faults.Text("originalPeriodAndLine", line.OriginalPeriodAndLine);
        faults.Text("refundBusinessType", line.RefundBusinessType);
        faults.Text("remark", line.Remark, LongestRemark);
    }

    private static void Check(PurchaseLine? line, FaultList faults)
    {
        if (line is null)
        {
            faults.Add("", "不得为null", "must not be null");
            return;
        }
        faults.Text("lineNo", line.LineNo);
        faults.Text("associationNo", line.AssociationNo);
        faults.Text("voucherNo", line.VoucherNo);
        if (line.VoucherLineNo is < 1 or > 99_999)
            faults.Add("voucherLineNo", "须为1至99999", "must be 1 to 99999");
        faults.Text("supplierTaxId", line.SupplierTaxId);
        faults.Date("invoiceDate", line.InvoiceDate);
        faults.Text("commodityCode", line.CommodityCode);
        faults.Text("commodityName", line.CommodityName);
        faults.Text("unit", line.Unit);
        faults.Quantity(line.Quantity);
        faults.Rate("vatRate", line.VatRate);
        faults.Rate("rebateRate", line.RebateRate);
        faults.Text("remark", line.Remark, LongestRemark);
    }
}
