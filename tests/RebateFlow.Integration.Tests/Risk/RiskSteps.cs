using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>The steps of the risk team, and filings as Intake clears them.</summary>
public static class RiskSteps
{
    public const string Entries = "/v1/watchlist/entries";

    public static readonly Bearer Editor = new("risk-editor", ["risk.editor"]);
    public static readonly Bearer Approver = new("risk-approver", ["risk.approver"]);
    public static readonly Bearer Both = new("risk-both", ["risk.editor", "risk.approver"]);

    /// <summary>Body of a draft.</summary>
    public static object Entry(
        string kind,
        string key,
        int level = 2,
        string? validTo = null,
        string validFrom = "2026-01-01",
        bool isException = false
    ) =>
        new
        {
            isException,
            kind,
            key,
            level,
            reason = "测试",
            authority = "测试税务局",
            document = "测试文件",
            validFrom,
            validTo,
        };

    public static Task<ApiAnswer> DraftAsync(
        this Installation installation,
        object entry,
        Bearer? by = null,
        string? key = null
    ) =>
        installation
            .As(by ?? Editor, installation.Risk)
            .PostAsync(Entries, entry, ("Idempotency-Key", key ?? $"{Guid.CreateVersion7()}"));

    /// <summary>Takes a step with the version that was just read.</summary>
    public static Task<ApiAnswer> StepAsync(
        this Installation installation,
        ApiAnswer entry,
        string step,
        Bearer by,
        object? body = null
    ) =>
        installation
            .As(by, installation.Risk)
            .PostAsync(
                $"{Entries}/{IdOf(entry)}/{step}",
                body ?? new { note = "测试" },
                ("If-Match", entry.ETag!)
            );

    /// <summary>Drafts and approves.</summary>
    public static async Task<ApiAnswer> ListAsync(this Installation installation, object entry)
    {
        var draft = (await installation.DraftAsync(entry)).Expect(HttpStatusCode.Created);
        var approved = await installation.StepAsync(draft, "approval", Approver);
        return approved.Expect(HttpStatusCode.OK);
    }

    /// <summary>Waits for the assessment of an attempt.</summary>
    public static Task<JsonNode> AssessmentOfAsync(
        this Installation installation,
        Guid preDeclarationId,
        int attemptNo = 1
    ) =>
        Eventually.GetAsync(async () =>
        {
            var answer = await installation
                .As(Editor, installation.Risk)
                .GetAsync($"/v1/assessments/{preDeclarationId}");
            return
                answer.Status == HttpStatusCode.OK
                && answer.Json["attemptNo"]!.GetValue<int>() == attemptNo
                ? answer.Json
                : null;
        });

    /// <summary>Hands a cleared attempt to Risk and waits until it is done with it.</summary>
    public static async Task ClearAsync(this Installation installation, Filing filing)
    {
        var message = await installation.PublishAsync(
            "rebateflow.intake.pre-declaration-cleared.v1",
            new PreDeclarationCleared { Filing = filing, ClearedAt = TestClock.Start }
        );
        await installation.Risk.IsDoneWithAsync(message);
    }

    /// <summary>Tells Risk of an officer's decision and waits until it is done with it.</summary>
    public static async Task DecideAsync(
        this Installation installation,
        Filing filing,
        string decision,
        (decimal ApprovedCny, DateTimeOffset At)? later = null
    ) =>
        await installation.Risk.IsDoneWithAsync(
            await installation.PublishAsync(
                "rebateflow.approval.case-decided.v1",
                new CaseDecided
                {
                    CaseId = Guid.CreateVersion7(),
                    PreDeclarationId = filing.PreDeclarationId,
                    AttemptNo = filing.AttemptNo,
                    Decision = decision,
                    Reason = "测试",
                    ApprovedRebateCny =
                        later?.ApprovedCny ?? (decision == "APPROVED" ? filing.RebateDueCny : 0),
                    Channel = "STANDARD",
                    DecidedAt = later?.At ?? TestClock.Start,
                }
            )
        );

    /// <summary>A cleared attempt of one export line.</summary>
    public static Filing Cleared(
        string uscc,
        int attemptNo = 1,
        string period = "202603",
        Func<FiledExportLine, FiledExportLine>? change = null
    )
    {
        var line = (change ?? (same => same))(Line);
        var content = new FilingContent
        {
            ExportLines = [line],
            PurchaseLines = [],
            EcrSummary = null,
            Doubts = [],
        };
        return new Filing
        {
            PreDeclarationId = Guid.CreateVersion7(),
            AttemptNo = attemptNo,
            Lane = "ordinary",
            Method = "ECR",
            Declarant = DeclarantOf(uscc),
            Period = period,
            BatchNo = 1,
            ExportLineCount = 1,
            FobUsd = line.FobUsd,
            RebateDueCny = line.RebateCny,
            ExemptCreditCny = 0,
            DoubtCount = 0,
            GravestDoubtLevel = "NONE",
            Content = Payload.Pack(content),
            SubmittedAt = TestClock.Start,
        };
    }

    public static Guid IdOf(ApiAnswer entry) => entry.Json["id"]!.GetValue<Guid>();

    private static Declarant DeclarantOf(string uscc) =>
        new()
        {
            Uscc = uscc,
            Name = "测试生产企业",
            Kind = "PE",
            EnterpriseClass = 2,
            AeoStatus = "ORDINARY",
            TaxAuthority = Bearer.Tianjin,
            CustomsDistrict = "0202",
            LegalPerson = "测某",
            Address = "测试路",
            ProcessingTradeSharePercent = 0,
            FirstDeclaredOn = new DateOnly(2015, 1, 1),
        };

    private static FiledExportLine Line { get; } =
        new()
        {
            LineNo = "0001",
            AssociationNo = "",
            CustomsDeclarationLineNo = "020220260000000010001",
            ExportDate = new DateOnly(2026, 2, 10),
            CommodityCode = "8471301000",
            CommodityName = "平板电脑",
            Unit = "台",
            Quantity = 100,
            FobUsd = 10_000,
            FobCny = 71_000,
            CustomsUnits = ["台", "千克"],
            CustomsDistrict = "0202",
            SourceRegion = "120116",
            DestinationCountry = "USA",
            TradeMode = "0110",
            RebateRatePercent = 13,
            RebateCny = 9_230,
        };
}
