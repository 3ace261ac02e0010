using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// Names of suppliers and declarants beside those of the list while filings are scored: off in the
/// set that comes with the program, on in one that is drafted, approved and activated, off again
/// after its rollback. Filings under way follow. The installation is this class's own, since its
/// rule sets change.
/// </summary>
public sealed class NameLikenessTests(TestServers servers) : IAsyncLifetime
{
    private const string Sets = "/v1/rule-sets";
    private const string Listed = "天津市筛测远航国际贸易有限公司";

    // One character of the own name of the same sound, and the form of a company named otherwise.
    private const string Near = "天津筛测源航国际贸易有限责任公司";

    // An honest company of another region with the same own name, and one of another own name.
    private const string OtherRegion = "北京筛测远航国际贸易有限公司";
    private const string OtherName = "天津市筛测远翔国际贸易有限公司";

    private readonly Installation installation = new(servers);

    public ValueTask InitializeAsync() => installation.InitializeAsync();

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task A_near_name_is_a_hit_while_the_option_is_on_and_an_honest_one_never()
    {
        await installation.ListAsync(Named("SUPPLIER", "91120116MB5CRN001X", Listed));
        await installation.ListAsync(
            Named("ENTERPRISE", "91120116MB5CRN002X", "天津市筛测海洋纺织有限公司")
        );
        var under = await ClearedAsync(Near);
        Assert.Empty(await HitsAsync(under));
        Assert.Empty(await HitsAsync(await ClearedAsync(OtherRegion)));

        await ActivateAsync("test-names", likeness: 84);

        var near = await ClearedAsync(Near);
        var hit = Assert.Single(await HitsAsync(near))!;
        Assert.Equal("SUPPLIER", hit["kind"]!.GetValue<string>());
        Assert.Equal("91120116MB5CRN001X", hit["key"]!.GetValue<string>());
        Assert.Equal(Near, hit["matchedValue"]!.GetValue<string>());
        Assert.InRange(hit["likeness"]!.GetValue<int>(), 84, 99);
        Assert.Contains("HOMOPHONE", Codes(hit));
        Assert.Empty(await HitsAsync(await ClearedAsync(OtherRegion)));
        Assert.Empty(await HitsAsync(await ClearedAsync(OtherName)));
        await ScoresAsync(near, under);
        await SeenByOfficerAsync(near);

        var declarant = await ClearedAsync(OtherName, "天津市筛测海阳纺织有限公司");
        Assert.Equal(
            "ENTERPRISE",
            Assert.Single(await HitsAsync(declarant))!["kind"]!.GetValue<string>()
        );

        await StepAsync("test-names", "rollback", new { note = "测试" });
        Assert.Empty(await HitsAsync(await ClearedAsync(Near)));
        await Eventually.EqualAsync(0, async () => (await HitsAsync(near)).Count);
    }

    /// <summary>
    /// A hit by name adds half the points of its level, and a filing under way has it too.
    /// </summary>
    private async Task ScoresAsync(Guid near, Guid under)
    {
        var assessment = await installation.AssessmentOfAsync(near);
        var rule = assessment["results"]!
            .AsArray()
            .Single(result => result!["ruleId"]!.GetValue<string>() == "RI-09")!;
        Assert.Equal(20, rule["points"]!.GetValue<int>());
        Assert.Contains(Near, rule["evidence"]!.GetValue<string>(), StringComparison.Ordinal);
        await Eventually.EqualAsync(1, async () => (await HitsAsync(under)).Count);
    }

    private async Task SeenByOfficerAsync(Guid preDeclarationId)
    {
        var opened = await installation.CaseOfAsync(preDeclarationId);
        var seen = await installation
            .As(CaseSteps.Reviewer, installation.Approval)
            .GetAsync($"/v1/cases/{opened["id"]}");
        var hit = Assert.Single(seen.Expect(HttpStatusCode.OK).Json["watchlistHits"]!.AsArray())!;
        Assert.InRange(hit["likeness"]!.GetValue<int>(), 84, 99);
        Assert.Contains("HOMOPHONE", Codes(hit));
    }

    private static IEnumerable<string> Codes(JsonNode hit) =>
        hit["likenessReasons"]!.AsArray().Select(code => code!.GetValue<string>());

    private async Task<JsonArray> HitsAsync(Guid preDeclarationId) =>
        (await installation.AssessmentOfAsync(preDeclarationId))["watchlistHits"]!.AsArray();

    /// <summary>A filing that bought from a supplier of a name, under an id that nobody
    /// listed.</summary>
    private async Task<Guid> ClearedAsync(string supplier, string? declarant = null)
    {
        var filing = RiskSteps.Cleared("91120116MA99R5G01X");
        var content = Payload.Unpack<FilingContent>(filing.Content);
        var line = new FiledPurchaseLine
        {
            LineNo = "0001",
            AssociationNo = "",
            VoucherNo = "120016414000000001",
            SupplierTaxId = "91120116MB5CRN777X",
            SupplierName = supplier,
            InvoiceDate = new DateOnly(2026, 1, 10),
            CommodityCode = "8471301000",
            Unit = "台",
            Quantity = 1,
            TaxBaseCny = 100,
            VatRatePercent = 13,
            RebateRatePercent = 13,
            RebateCny = 13,
        };
        await installation.ClearAsync(
            filing with
            {
                Declarant = filing.Declarant with { Name = declarant ?? filing.Declarant.Name },
                Content = Payload.Pack(content with { PurchaseLines = [line] }),
            }
        );
        return filing.PreDeclarationId;
    }

    private static object Named(string kind, string key, string name) =>
        new
        {
            kind,
            key,
            name,
            level = 2,
            reason = "测试",
            authority = "测试税务局",
            document = "测试文件",
            validFrom = "2026-01-01",
        };

    private async Task ActivateAsync(string version, int likeness)
    {
        var draft = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .PostAsync(Sets, RuleSetDrafts.ComparingNames(version, "2026-04-20", likeness));
        draft.Expect(HttpStatusCode.Created);
        await StepAsync(version, "approval");
        await StepAsync(version, "activation");
    }

    private async Task StepAsync(string version, string step, object? body = null) =>
        (
            await installation
                .As(RiskSteps.Approver, installation.Risk)
                .PostAsync($"{Sets}/{version}/{step}", body ?? new { })
        ).Expect(HttpStatusCode.OK);
}
