using System.Text.Json.Nodes;
using RebateFlow.Console.Demo;
using RebateFlow.Console.Seeding;
using RebateFlow.Primitives;

namespace RebateFlow.Console.Tests;

/// <summary>The sample filings against the electronic information that lies beside them.</summary>
public sealed class DemoFilingsTests
{
    private const string Run = "042";

    private static readonly SeedFolder Seeds = SeedFolder.Find();

    public static TheoryData<string> Names() =>
        [.. Seeds.Filings().Select(file => Path.GetFileName(file))];

    [Fact]
    public void There_are_six_invented_exporters_with_valid_codes()
    {
        var enterprises = Seeds.FeedRows("enterprises").ToList();

        Assert.Equal(6, enterprises.Count);
        Assert.All(enterprises, row => AssertInvented(row["name"], row["uscc"]));
    }

    [Fact]
    public void Each_exporter_client_holds_the_code_of_its_enterprise()
    {
        var clients = JsonNode.Parse(File.ReadAllText(Seeds.Demo("clients.json")))!.AsArray();
        var codes = clients
            .Where(one => one!["roles"]!.AsArray().Any(role => (string?)role == "exporter"))
            .Select(one => Text(one, "uscc"));

        Assert.Equal(Seeds.FeedRows("enterprises").Select(row => Text(row, "uscc")), codes);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_voucher_of_a_filing_has_its_data_before_the_end(string name)
    {
        var (filing, body) = Load(name);
        var customs = Known(filing, "customs-declarations", "lineNo");
        var invoices = Known(filing, "vat-invoices", "voucherNo");

        foreach (var line in Lines(LastBody(filing, body), "exportLines"))
            Assert.Contains(Text(line, "customsDeclarationLineNo"), customs);
        foreach (var line in Lines(LastBody(filing, body), "purchaseLines"))
            Assert.Contains(Text(line, "voucherNo"), invoices);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Voucher_numbers_of_a_filing_hold_the_serial_of_the_run(string name)
    {
        var (_, body) = Load(name);

        foreach (var line in Lines(body, "exportLines"))
        {
            var text = Text(line, "customsDeclarationLineNo");
            Assert.True(CustomsDeclarationLineNo.TryParse(text, out _), text);
            Assert.Equal(Run, text.Substring(9, 3));
        }
        foreach (var line in Lines(body, "purchaseLines"))
        {
            var text = Text(line, "voucherNo");
            Assert.True(VoucherNumbers.IsDigitalInvoice(text), text);
            Assert.Equal(Run, text.Substring(5, 3));
        }
    }

    [Fact]
    public void No_two_filings_of_an_exporter_share_a_period()
    {
        var periods = Names().Select(name => Load(name).Body).Select(PeriodOf).ToList();

        Assert.Equal(periods.Count, periods.Distinct().Count());
    }

    [Fact]
    public void A_generated_filing_is_the_same_each_time_and_adds_up_to_its_rebate()
    {
        var filing = Load("10-two-thousand-lines.json").Filing;
        var once = filing.Generator!.Make(filing.Uscc!, Run).Submission;
        var twice = filing.Generator.Make(filing.Uscc!, Run).Submission;

        Assert.Equal(once.ToJsonString(), twice.ToJsonString());
        Assert.Equal(2000, Lines(once, "exportLines").Count());
        Assert.Equal(
            filing.Expect.RebateDue,
            Lines(once, "purchaseLines").Sum(line => Number(line, "rebatableTax")).ToString("0.00")
        );
    }

    private static (DemoFiling Filing, JsonObject Body) Load(string name)
    {
        var filing = DemoFiling.Load(Seeds.Demo(Path.Combine("filings", name)), Run);
        var body = filing.Submission ?? filing.Generator!.Make(filing.Uscc!, Run).Submission;
        return (filing, body);
    }

    private static JsonObject LastBody(DemoFiling filing, JsonObject body) =>
        filing
            .Steps.Where(step => step.Correct is not null)
            .Aggregate(body, (last, step) => Correction.Apply(last, step.Correct!));

    private static HashSet<string> Known(DemoFiling filing, string feed, string key)
    {
        var known = Seeds
            .FeedLines(feed)
            .Select(line => JsonNode.Parse(line.Replace("{run}", Run))!.AsObject())
            .Concat(filing.Steps.Where(step => step.Feed == feed).SelectMany(step => step.Rows));
        if (filing.Generator is { } generator)
        {
            var made = generator.Make(filing.Uscc!, Run);
            known = known.Concat(made.CustomsRows).Concat(made.InvoiceRows);
        }
        return [.. known.Where(row => row[key] is not null).Select(row => Text(row, key))];
    }

    private static void AssertInvented(JsonNode? name, JsonNode? uscc)
    {
        Assert.Contains("示例", name!.ToString());
        Assert.True(Uscc.TryParse(uscc!.ToString(), out var code), uscc.ToString());
        Assert.True(code.CheckCharacterConforms && code.OrganisationCodeConforms, code.Value);
    }

    private static IEnumerable<JsonNode> Lines(JsonObject body, string form) =>
        body[form]?.AsArray().Select(line => line!) ?? [];

    private static string PeriodOf(JsonObject body) => $"{body["uscc"]} {body["period"]}";

    private static string Text(JsonNode? node, string field) => node![field]!.ToString();

    private static decimal Number(JsonNode node, string field) => decimal.Parse(Text(node, field));
}
