using System.Security.Cryptography;
using System.Text;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Receipts;
using RebateFlow.Intake.Sandbox;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.Tests.Receipts;

/// <summary>What a receipt says, member by member: it is compared for years to come.</summary>
public sealed class ReceiptTests
{
    private static readonly ApprovedFiling Filing = new()
    {
        Id = Guid.Parse("01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff"),
        State = "APPROVED",
        Uscc = "91120116MA99TE011K",
        Method = "ER",
        Period = "202603",
        BatchNo = 7,
        AttemptNo = 2,
        CaseId = Guid.Parse("01936d5a-8c3e-7b60-9c2f-5d1f6f5f0bee"),
        ApprovedRebateCny = 7800m,
        DecidedAt = new(2026, 4, 20, 17, 30, 0, TimeSpan.Zero),
        SubmittedAt = new(2026, 4, 18, 2, 0, 0, TimeSpan.Zero),
    };

    private static readonly FilingDays days = new(new(2026, 4, 20), new(2026, 4, 21));

    private const string Document =
        """{"exportLines":[{"exportDate":"2026-02-10","quantity":"1","fobUsd":"2.00"},"""
        + """{"exportDate":"2025-12-30","quantity":"1","fobUsd":"2.00"},"""
        + """{"exportDate":"2014-01-01","quantity":"-1","fobUsd":"-2.00"}],"remark":"甲"}""";

    [Fact]
    public void A_receipt_says_what_was_approved()
    {
        var document = ReceiptDocument.Read(Payload.Compress(Encoding.UTF8.GetBytes(Document)));

        var text = Encoding.UTF8.GetString(
            Receipt.Write(
                ReceiptIssuer.Real("rebateflow"),
                Filing,
                days,
                document,
                ReferenceData.Embedded
            )
        );

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)));
        var expected = $$"""
            {"version":1,"iss":"rebateflow","sub":"01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff",
            "receiptNo":1,"attemptNo":2,"caseId":"01936d5a-8c3e-7b60-9c2f-5d1f6f5f0bee",
            "uscc":"91120116MA99TE011K","method":"ER","period":"202603","batchNo":7,
            "approvedRebate":"7800.00","toRepay":"0.00","setOff":"0.00","payable":"7800.00",
            "currency":"CNY",
            "decidedAt":"2026-04-20T17:30:00.000000Z","decidedOn":"2026-04-21",
            "policyPeriods":["V2020","V2026"],"declareBy":"2029-02-10",
            "documentSha256":"{{hash}}"}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), text);
    }

    [Fact]
    public void A_receipt_of_the_sandbox_says_so_in_all_that_a_verifier_looks_at()
    {
        var document = ReceiptDocument.Read(Payload.Compress(Encoding.UTF8.GetBytes(Document)));
        var (real, sandbox) = (ReceiptIssuer.Real("tax"), ScriptedWorld.IssuerOf("tax"));

        var text = Encoding.UTF8.GetString(
            Receipt.Write(sandbox, Filing, days, document, ReferenceData.Embedded)
        );

        Assert.StartsWith("""{"version":1,"iss":"tax#sandbox","sandbox":true,"sub":""", text);
        Assert.NotEqual(real.Type, sandbox.Type);
        Assert.NotEqual(real.Name, sandbox.Name);
    }

    [Fact]
    public void Offsets_decide_no_term_and_dates_come_once()
    {
        var document = ReceiptDocument.Read(Payload.Compress(Encoding.UTF8.GetBytes(Document)));

        Assert.Equal([new(2025, 12, 30), new(2026, 2, 10)], document.ExportDates);
    }
}
