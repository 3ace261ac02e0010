using System.Net;
using System.Net.Http.Headers;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// A production enterprise files its month by workbook: it fills in the template with every row of
/// the summary that is its to fill, gets it back with the doubted cells marked, corrects them where
/// they stand, and hands the same file in again.
/// </summary>
public sealed class EcrWorkbookTests(SharedInstallation shared)
{
    private const string Workbook =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Head = "申报表头";
    private const string Export = "出口明细";
    private const string Summary = "汇总表";
    private const string Doubts = "疑点";
    private const string EndingCredit = "增值税纳税申报表期末留抵税额";

    private const string ServicesTax = "跨境应税行为免抵退税额";

    /// <summary>The rows an exporter fills in; the others of the 19 follow from them.</summary>
    private static readonly (string Heading, decimal Value)[] Figures =
    [
        ("进项税额", 100_000m),
        ("销项税额", 3_000m),
        ("上期留抵税额", 1_500.25m),
        ("跨境应税行为销售额(美元)", 2_000m),
        ("跨境应税行为销售额(人民币)", 14_200m),
        ("跨境应税行为不得免征和抵扣税额", 120m),
        (ServicesTax, 852m),
        ("进料加工核销应调整不得免征和抵扣税额", -20m),
        ("进料加工核销应调整免抵退税额", -82m),
        ("上期结转需冲减的免抵退税额", 0m),
        (EndingCredit, 25_000m),
    ];

    /// <summary>The 19 rows of the corrected month, by row number.</summary>
    private static readonly string[] Rows =
    [
        "12000.00", // 1 = 2 + 3, US dollars
        "10000.00",
        "2000.00",
        "85200.00", // 4
        "120.00", // 5 = 6 + 7
        "0.00",
        "120.00",
        "-20.00",
        "100.00", // 9 = 5 + 8
        "10082.00", // 10 = 11 + 12
        "9230.00",
        "852.00",
        "0.00",
        "-82.00",
        "10000.00", // 15 = 10 - 13 + 14
        "0.00", // 16
        "20000.00",
        "10000.00", // 18, the smaller of 15 and 17
        "0.00", // 19
    ];

    [Fact]
    public async Task A_month_goes_out_and_comes_back_as_a_workbook()
    {
        var (installation, filing) = await OpenAsync();
        var book = new WorkbookFile(await DownloadAsync(filing, "/v1/templates/ecr.xlsx"));
        Assert.Equal([Head, Export, Summary, "代码表"], book.Sheets);
        FillIn(book, filing, quantity: 120m);

        var first = await SendAsync(filing, "/v1/pre-declarations/import", book.ToBytes(), "1");

        Assert.Equal("BLOCKED", first.Json["state"]!.GetValue<string>());
        var id = first.Json["id"]!.GetValue<Guid>();
        var marked = new WorkbookFile(
            await DownloadAsync(filing, $"/v1/pre-declarations/{id}/doubts")
        );
        Assert.Equal([Doubts, Head, Export, Summary, "代码表"], marked.Sheets);
        var credit = marked.NotesOf(Summary)[marked.NameBeside(Summary, EndingCredit)];
        Assert.StartsWith("R318", credit);
        Assert.Contains("比对值：20000.00", credit);
        var services = marked.NotesOf(Summary)[marked.NameBeside(Summary, ServicesTax)];
        Assert.StartsWith("R323", services);
        Assert.Equal(2, marked.NotesOf(Summary).Count);
        Assert.Contains(marked.NotesOf(Export).Values, note => note.Contains("M104"));
        foreach (var (heading, value) in Figures)
            Assert.Equal(
                value,
                decimal.Parse(
                    marked.TextBeside(Summary, heading),
                    System.Globalization.CultureInfo.InvariantCulture
                )
            );

        marked.SetBeside(Summary, EndingCredit, 20_000m);
        marked.SetBelow(Export, 2, "出口数量", 100m);
        var path = $"/v1/pre-declarations/{id}/attempts";
        var second = await SendAsync(filing, path, marked.ToBytes(), "2");

        Assert.Equal("PASSABLE", second.Json["feedback"]!["outcome"]!.GetValue<string>());
        var seen = await installation.SeenByExporterAsync(filing, id);
        var rows = seen["rebate"]!["summary"]!.AsArray();
        Assert.Equal(Rows, rows.Select(row => row!["value"]!.GetValue<string>()));
        Assert.Equal("10000.00", seen["feedback"]!["rebateDue"]!.GetValue<string>());
    }

    private static void FillIn(WorkbookFile book, SampleFiling filing, decimal quantity)
    {
        book.SetBeside(Head, "纳税人识别号(统一社会信用代码)", filing.Exporter.Uscc);
        book.SetBeside(Head, "申报年月", SampleFiling.Period);
        book.SetBeside(Head, "申报批次", filing.BatchNo);
        (string, object)[] line =
        [
            ("序号", "0001"),
            ("出口货物报关单号", filing.CustomsLineNo(1)),
            ("出口日期", new DateOnly(2026, 2, 10)),
            ("出口商品代码", SampleFiling.CommodityCode),
            ("出口商品名称", "平板电脑"),
            ("计量单位", SampleFiling.Unit),
            ("出口数量", quantity),
            ("美元离岸价", 10_000m),
            ("人民币离岸价", 71_000m),
            ("征税率", 13m),
            ("退税率", 13m),
        ];
        foreach (var (heading, value) in line)
            book.SetBelow(Export, 2, heading, value);
        foreach (var (heading, value) in Figures)
            book.SetBeside(Summary, heading, value);
    }

    private async Task<(Installation, SampleFiling)> OpenAsync()
    {
        var installation = await shared.GetAsync();
        var filing = shared.NewFiling();
        filing = filing with { Exporter = filing.Exporter with { Kind = "PE" } };
        await installation.FeedReferenceAsync(filing.Exporter);
        await installation.FeedVouchersAsync(filing);
        await installation.FeedAsync(
            "vat-returns",
            [
                new
                {
                    uscc = filing.Exporter.Uscc,
                    period = SampleFiling.Period,
                    ecrSalesCny = "85200.00",
                    endingCredit = "20000.00",
                    filedOn = "2026-04-10",
                    version = 1,
                },
            ]
        );
        return (installation, filing);
    }

    private async Task<ApiAnswer> SendAsync(
        SampleFiling filing,
        string path,
        byte[] file,
        string key
    )
    {
        var installation = await shared.GetAsync();
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue(Workbook);
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .SendAsync(
                HttpMethod.Post,
                path,
                body,
                ("Idempotency-Key", $"month-{filing.Serial}-{key}"),
                ("Prefer", "wait=20")
            );
        return answer.Expect(HttpStatusCode.Accepted);
    }

    private async Task<byte[]> DownloadAsync(SampleFiling filing, string path)
    {
        var installation = await shared.GetAsync();
        using var client = new HttpClient { BaseAddress = installation.Intake.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new(
            "Bearer",
            installation.Issuer.Issue(filing.Exporter.Bearer)
        );
        request.Headers.Accept.ParseAdd(Workbook);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
