using RebateFlow.Intake.Files.Forms;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Tests.Files;

public sealed class CellValueTests
{
    [Theory]
    [InlineData("1234.56", "1234.56")]
    [InlineData("1234.5599999999999", "1234.56")]
    [InlineData("0.10000000000000001", "0.1")]
    [InlineData("1.6E4", "16000")]
    [InlineData("2.5E-2", "0.03", false)]
    [InlineData("-16000", "-16000")]
    [InlineData("1234567890123.45", "1234567890123.45")]
    [InlineData("0.29999999999999999", "0.3")]
    public void A_number_of_the_file_is_what_was_typed(
        string raw,
        string expected,
        bool good = true
    )
    {
        var value = Read(ColumnKind.Money, Number(raw));

        if (good)
            Assert.Equal(expected, value.Text);
        else
            Assert.True(value.IsFault, raw);
    }

    [Theory]
    [InlineData("1,234.56", "1234.56")]
    [InlineData(" 16000.00 ", "16000")]
    [InlineData("１２.５", "12.5")]
    [InlineData("-5", "-5")]
    public void A_number_typed_as_text_is_taken(string text, string expected) =>
        Assert.Equal(expected, Read(ColumnKind.Money, Cell.OfText(text)).Text);

    [Theory]
    [InlineData("12,34")]
    [InlineData("1.234")]
    [InlineData("many")]
    [InlineData("1e5")]
    [InlineData("12345678901234567")]
    [InlineData("--1")]
    public void A_text_that_is_no_amount_is_a_fault(string text) =>
        Assert.True(Read(ColumnKind.Money, Cell.OfText(text)).IsFault);

    [Theory]
    [InlineData("1e999999999")]
    [InlineData("1E30")]
    [InlineData("NaN")]
    public void A_number_beyond_reason_is_a_fault(string raw) =>
        Assert.True(Read(ColumnKind.Number, Number(raw)).IsFault);

    [Theory]
    [InlineData("46086", "2026-03-05")]
    [InlineData("46086.75", "2026-03-05")]
    [InlineData("20260305", "2026-03-05")]
    public void A_day_may_be_a_number(string raw, string expected) =>
        Assert.Equal(expected, Read(ColumnKind.Date, Number(raw)).Text);

    [Fact]
    public void A_workbook_may_count_days_from_1904() =>
        Assert.Equal(
            "2026-03-05",
            CellValue.Of(Of(ColumnKind.Date), Number("44624"), is1904: true).Text
        );

    [Theory]
    [InlineData("2026-03-05")]
    [InlineData("2026/3/5")]
    [InlineData("2026.3.5")]
    [InlineData("20260305")]
    [InlineData("2026年3月5日")]
    [InlineData("2026-03-05T00:00:00")]
    [InlineData("2026-3-5 08:30")]
    public void A_day_may_be_typed_in_every_usual_way(string text) =>
        Assert.Equal("2026-03-05", Read(ColumnKind.Date, Cell.OfText(text)).Text);

    [Theory]
    [InlineData("05/03/2026")]
    [InlineData("2026-02-30")]
    [InlineData("tomorrow")]
    public void A_text_that_is_no_day_is_a_fault(string text) =>
        Assert.True(Read(ColumnKind.Date, Cell.OfText(text)).IsFault);

    [Fact]
    public void A_long_number_that_excel_has_cut_is_a_fault_that_says_so()
    {
        var value = Read(ColumnKind.Text, Number("2.2022026000001E+19"));

        Assert.True(value.IsFault);
        Assert.Contains("文本", value.FaultZh);
        Assert.Contains("text", value.FaultEn);
    }

    [Fact]
    public void A_short_number_in_a_text_column_is_its_digits() =>
        Assert.Equal("8512201000", Read(ColumnKind.Text, Number("8512201000")).Text);

    [Fact]
    public void A_rate_shown_as_percent_is_in_percent() =>
        Assert.Equal(
            "13",
            Read(ColumnKind.Percent, new Cell(CellType.Number, "0.13", NumberLook.Percent)).Text
        );

    [Fact]
    public void A_rate_beyond_all_numbers_is_refused() =>
        Assert.True(
            Read(
                ColumnKind.Percent,
                new Cell(CellType.Number, "9999999999999999999999999999", NumberLook.Percent)
            ).IsFault
        );

    [Theory]
    [InlineData("13")]
    [InlineData("13%")]
    [InlineData("13 %")]
    public void A_rate_may_be_typed_with_or_without_its_sign(string text) =>
        Assert.Equal("13", Read(ColumnKind.Percent, Cell.OfText(text)).Text);

    [Theory]
    [InlineData("SPECIAL_INVOICE")]
    [InlineData("增值税专用发票")]
    [InlineData("special VAT invoice")]
    public void A_choice_is_known_by_its_code_and_both_names(string text)
    {
        var column = FilingForms.Purchase.Columns.Single(c => c.Name == "voucherKind");

        Assert.Equal("SPECIAL_INVOICE", CellValue.Of(column, Cell.OfText(text), false).Text);
    }

    [Fact]
    public void A_choice_that_is_none_is_told_what_there_is()
    {
        var column = FilingForms.Purchase.Columns.Single(c => c.Name == "taxKind");

        var value = CellValue.Of(column, Cell.OfText("X"), false);

        Assert.Equal("must be one of V, C", value.FaultEn);
        Assert.Contains("增值税(V)", value.FaultZh);
    }

    private static CellValue Read(ColumnKind kind, Cell cell) =>
        CellValue.Of(Of(kind), cell, is1904: false);

    private static Column Of(ColumnKind kind) => new("a", "甲", "a", kind);

    private static Cell Number(string raw) => new(CellType.Number, raw, NumberLook.Plain);
}
