using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;

namespace RebateFlow.Intake.Tests.Files;

/// <summary>
/// Whatever a file holds, reading it ends soon with a document or a refusal, and the document is
/// one that the JSON API could have been sent.
/// </summary>
public sealed class FileFuzzTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly byte[] GoodWorkbook = TestFiles.Feedback(Samples.Er().Filing);

    private static readonly byte[] GoodZip = TestFiles.Zip(
        ("head.csv", TestFiles.HeadCsv),
        ("出口明细.csv", TestFiles.ExportCsv)
    );

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char[",\"\n\r=+-@|!'\t 09.E％"]],
        OneOf(
            "ER",
            "1e999999999",
            "-0.00000000000000000000000000001",
            "46086",
            "2958466",
            "9999999999999999999999999999",
            "0.1%",
            "\uD800",
            "\0",
            "&amp;",
            "=cmd|'/c'!A1"
        )
    );

    [Fact]
    public void Random_bytes_are_read_without_harm() => Gen.Byte.Array[0, 2_000].Sample(Reads);

    [Fact]
    public void A_workbook_with_changed_bytes_is_read_without_harm() =>
        Changes.Sample(changes => Reads(Change(GoodWorkbook, changes)));

    [Fact]
    public void A_zip_with_changed_bytes_is_read_without_harm() =>
        Changes.Sample(changes => Reads(Change(GoodZip, changes)));

    [Fact]
    public void A_file_that_is_cut_is_read_without_harm() =>
        Gen.Int[0, GoodWorkbook.Length].Sample(length => Reads(GoodWorkbook[..length]));

    [Fact]
    public void Csv_of_any_text_is_read_without_harm() =>
        Gen.Select(Text.Array[0, 12], Text.Array[0, 40])
            .Sample(
                (head, cells) =>
                    Reads(
                        TestFiles.Zip(
                            ("head.csv", TestFiles.HeadCsv + string.Join(',', head)),
                            ("出口明细.csv", TestFiles.ExportCsv + string.Join(',', cells))
                        )
                    )
            );

    [Fact]
    public void Csv_of_any_bytes_is_read_without_harm() =>
        Gen
            .Byte.Array[0, 300]
            .Sample(bytes =>
                Reads(
                    TestFiles.Zip(
                        ("head.csv", Encoding.UTF8.GetBytes(TestFiles.HeadCsv)),
                        ("出口明细.csv", [.. Encoding.UTF8.GetBytes(TestFiles.ExportCsv), .. bytes])
                    )
                )
            );

    [Fact]
    public void Cells_of_any_type_and_value_are_read_without_harm()
    {
        var cell = Gen.Select(
            OneOf("", "A", "ZZZZZZ", "b", "H", "9"),
            OneOf("n", "s", "b", "e", "d", "str", "inlineStr", "?"),
            OneOf("0", "1", "2", "99999999999", "-1"),
            Text,
            (column, type, style, value) =>
                $"<c r=\"{column}2\" t=\"{type}\" s=\"{style}\"><v>{Escape(value)}</v></c>"
        );
        var headings = TestFiles.Row(
            "序号",
            "关联号",
            "出口货物报关单号",
            "出口日期",
            "出口商品代码",
            "出口商品名称",
            "计量单位",
            "出口数量",
            "美元离岸价",
            "退税率"
        );
        cell.Array[0, 20]
            .Array[0, 5]
            .Sample(rows =>
                Reads(
                    TestFiles.Workbook(
                        headings
                            + string.Concat(rows.Select(row => $"<row>{string.Concat(row)}</row>"))
                    )
                )
            );
    }

    private static Gen<string> OneOf(params string[] texts) =>
        Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<(int At, byte Value)[]> Changes =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Byte, (at, value) => (at, value)).Array[1, 20];

    private static byte[] Change(byte[] good, (int At, byte Value)[] changes)
    {
        var bytes = good.ToArray();
        foreach (var (at, value) in changes)
            bytes[at % bytes.Length] = value;
        return bytes;
    }

    private static string Escape(string text) =>
        System.Security.SecurityElement.Escape(
            string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar))
        );

    private static void Reads(byte[] file)
    {
        var begin = Stopwatch.GetTimestamp();

        var reading = FilingFile.Read(new MemoryStream(file));

        Assert.True(Stopwatch.GetElapsedTime(begin) < Soon);
        if (reading.Refusal is not null)
            return;
        var filing = JsonSerializer.Deserialize(
            reading.Json.Span,
            RequestJson.Default.SubmittedFiling
        );
        Assert.NotNull(filing);
        Assert.All(
            FilingRules.Faults(filing),
            f => Assert.NotEmpty(reading.Locate(f.Field, f.MessageZh, f.MessageEn).Cell)
        );
    }
}
