using System.Text.Json;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Forms;

namespace RebateFlow.Intake.Tests.Forms;

public sealed class FormRulesTests
{
    private static readonly RemedyForm form = new(
        "sample",
        new(2026, 1, 1),
        "样表",
        "Sample",
        [
            new("line", "行号", "Line", RemedyColumnKind.Line, true),
            new("amount", "金额", "Amount", RemedyColumnKind.Amount, false),
            new("code", "代码", "Code", RemedyColumnKind.Code, false),
            new("currency", "币种", "Currency", RemedyColumnKind.Currency, false),
            new("day", "日期", "Day", RemedyColumnKind.Date, false),
            new("text", "说明", "Text", RemedyColumnKind.Text, false),
        ],
        []
    );

    [Theory]
    [InlineData("""{"line":"1"}""", "")]
    [InlineData("""{"line":1}""", "")]
    [InlineData("""{"line":" 1 ","amount":null}""", "")]
    [InlineData("""{}""", "rows[0].line")]
    [InlineData("""{"line":""}""", "rows[0].line")]
    [InlineData("""{"line":0}""", "rows[0].line")]
    [InlineData("""{"line":-1}""", "rows[0].line")]
    [InlineData("""{"line":1.5}""", "rows[0].line")]
    [InlineData("""{"line":[1]}""", "rows[0].line")]
    [InlineData("""{"line":true}""", "rows[0].line")]
    [InlineData("""{"line":1,"amount":"0.00"}""", "")]
    [InlineData("""{"line":1,"amount":1234.56}""", "")]
    [InlineData("""{"line":1,"amount":"9999999999999999.99"}""", "")]
    [InlineData("""{"line":1,"amount":"10000000000000000.00"}""", "rows[0].amount")]
    [InlineData("""{"line":1,"amount":"1.005"}""", "rows[0].amount")]
    [InlineData("""{"line":1,"amount":"-1.00"}""", "rows[0].amount")]
    [InlineData("""{"line":1,"amount":"1,000.00"}""", "rows[0].amount")]
    [InlineData("""{"line":1,"amount":1e3}""", "rows[0].amount")]
    [InlineData("""{"line":1,"code":"62034290"}""", "")]
    [InlineData("""{"line":1,"code":"6203429"}""", "rows[0].code")]
    [InlineData("""{"line":1,"code":"62034290610101"}""", "rows[0].code")]
    [InlineData("""{"line":1,"code":"６２０３４２９０"}""", "rows[0].code")]
    [InlineData("""{"line":1,"currency":"USD"}""", "")]
    [InlineData("""{"line":1,"currency":"usd"}""", "rows[0].currency")]
    [InlineData("""{"line":1,"day":"2026-02-28"}""", "")]
    [InlineData("""{"line":1,"day":"2026-02-29"}""", "rows[0].day")]
    [InlineData("""{"line":1,"text":"a\u0000b"}""", "rows[0].text")]
    [InlineData("""{"line":1,"other":"x"}""", "rows[0].other")]
    [InlineData("""{"other":"x","day":"x"}""", "rows[0].other rows[0].line rows[0].day")]
    public void Every_column_has_its_kind(string row, string faults) =>
        Assert.Equal(faults, Faults($"[{row}]"));

    [Theory]
    [InlineData(0, "rows")]
    [InlineData(1, "")]
    [InlineData(500, "")]
    [InlineData(501, "rows")]
    public void A_form_has_rows(int count, string faults) =>
        Assert.Equal(
            faults,
            Faults($"[{string.Join(',', Enumerable.Repeat("""{"line":1}""", count))}]")
        );

    [Theory]
    [InlineData(500, "")]
    [InlineData(501, "rows[0].text")]
    public void A_text_has_a_length(int length, string faults) =>
        Assert.Equal(faults, Faults($$"""[{"line":1,"text":"{{new string('字', length)}}"}]"""));

    [Theory]
    [InlineData(0, "signedBy")]
    [InlineData(1, "")]
    [InlineData(100, "")]
    [InlineData(101, "signedBy")]
    public void Somebody_has_to_sign_a_form(int length, string faults) =>
        Assert.Equal(faults, Faults("""[{"line":1}]""", new string('郑', length)));

    [Fact]
    public void Faults_end_at_a_hundred() =>
        Assert.Equal(
            100,
            Faults($"[{string.Join(',', Enumerable.Repeat("{}", 400))}]").Split(' ').Length
        );

    [Fact]
    public void Rows_are_kept_as_texts_without_what_is_empty()
    {
        var request = Request("""[{"text":" 原因 ","line":7,"day":"","code":null}]""", "郑");

        var row = Assert.Single(FormRules.Read(request, form));

        Assert.Equal("line=7 text=原因", string.Join(' ', row.Select(x => $"{x.Key}={x.Value}")));
    }

    private static string Faults(string rows, string signedBy = "郑示例") =>
        string.Join(
            ' ',
            FormRules.Faults(Request(rows, signedBy), form).Select(fault => fault.Field)
        );

    private static RemedyFormRequest Request(string rows, string signedBy) =>
        JsonSerializer.Deserialize(
            $$"""{"signedBy":"{{signedBy}}","rows":{{rows}}}""",
            FormJson.Default.RemedyFormRequest
        )!;
}
