using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Receipts;

/// <summary>What a receipt says: the same bytes of JSON for the same approval. Pure.</summary>
/// <remarks>shared/docs/adr/0014 gives every member.</remarks>
public static class Receipt
{
    private const int FormatVersion = 1;

    /// <summary>The payload.</summary>
    public static byte[] Write(
        ReceiptIssuer issuer,
        ApprovedFiling filing,
        FilingDays days,
        ReceiptDocument document,
        ReferenceData reference
    )
    {
        using var target = new MemoryStream();
        using (var json = new Utf8JsonWriter(target, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("iss", issuer.Name);
            if (issuer.Mark is { } mark)
                json.WriteBoolean(mark, true);
            json.WriteString("sub", filing.Id);
            json.WriteNumber("receiptNo", filing.NextReceiptNo);
            json.WriteNumber("attemptNo", filing.AttemptNo);
            json.WriteString("caseId", filing.CaseId);
            json.WriteString("uscc", filing.Uscc);
            json.WriteString("method", filing.Method);
            json.WriteString("period", filing.Period);
            json.WriteNumber("batchNo", filing.BatchNo);
            json.WriteString("approvedRebate", Money(filing.ApprovedRebateCny));
            json.WriteString("toRepay", Money(filing.ToRepayCny));
            json.WriteString("setOff", Money(filing.SetOffCny));
            json.WriteString("payable", Money(filing.ApprovedRebateCny - filing.SetOffCny));
            json.WriteString("currency", "CNY");
            json.WriteString("decidedAt", Moment(filing.DecidedAt));
            json.WriteString("decidedOn", Day(days.DecidedOn));
            json.WriteStartArray("policyPeriods");
            foreach (var period in reference.PolicyPeriods.Of(document.ExportDates))
                json.WriteStringValue(period);
            json.WriteEndArray();
            if (FormalDeclarationTerm.LastDay(document.ExportDates, days, reference) is { } last)
                json.WriteString("declareBy", Day(last));
            json.WriteString("documentSha256", document.Sha256);
            json.WriteEndObject();
        }
        return target.ToArray();
    }

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Money(decimal value) =>
        value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture
        );
}
