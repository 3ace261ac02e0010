using System.Buffers.Binary;
using System.Text;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Tests.Files;

public sealed class RefusedFileTests
{
    private static readonly string Rows = TestFiles.Row("序号");

    [Theory]
    [InlineData("xl/vbaProject.bin", "macros")]
    [InlineData("xl/externalLinks/externalLink1.xml", "links to other files")]
    [InlineData("xl/embeddings/oleObject1.bin", "embedded objects")]
    [InlineData("xl/connections.xml", "data connections")]
    [InlineData("xl/macrosheets/sheet1.xml", "macro sheets")]
    public void A_workbook_with_what_could_run_or_fetch_is_refused(string part, string what) =>
        Refused(TestFiles.Workbook(Rows, (part, "<x/>")), FileRefusalKind.Forbidden, what);

    [Theory]
    [InlineData("cmd|'/c calc'!A0", FileRefusalKind.Forbidden)]
    [InlineData("[1]Sheet1!A1", FileRefusalKind.Forbidden)]
    [InlineData("WEBSERVICE(\"https://example.com\")", FileRefusalKind.Forbidden)]
    public void A_formula_that_reaches_outside_is_refused(string formula, FileRefusalKind kind) =>
        Refused(TestFiles.Workbook($"<row><c><f>{formula}</f><v>1</v></c></row>"), kind);

    [Fact]
    public void A_link_to_another_file_is_refused_and_a_hyperlink_is_not()
    {
        static (string, string) Relation(string type) =>
            (
                "xl/worksheets/_rels/a.xml.rels",
                $"""
                <Relationships><Relationship Id="x" TargetMode="External" Target="https://a.b"
                Type="http://x/{type}"/></Relationships>
                """
            );

        Refused(TestFiles.Workbook(Rows, Relation("oleObject")), FileRefusalKind.Forbidden);
        var reading = TestFiles.Read(TestFiles.Workbook("", Relation("hyperlink")));
        Assert.Null(reading.Refusal);
    }

    [Fact]
    public void Dde_in_a_csv_file_is_refused()
    {
        var export = TestFiles.ExportCsv.Replace("照明灯", "=cmd|' /C calc'!A0");

        Refused(
            TestFiles.Zip(("head.csv", TestFiles.HeadCsv), ("出口明细.csv", export)),
            FileRefusalKind.Forbidden,
            "DDE"
        );
    }

    [Fact]
    public void An_encrypted_or_old_workbook_is_refused_with_what_to_do() =>
        Refused(
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]],
            FileRefusalKind.Forbidden,
            "password"
        );

    [Fact]
    public void An_encrypted_zip_is_refused()
    {
        var zip = TestFiles.Zip(("head.csv", TestFiles.HeadCsv));
        SetFlag(zip, "PK\x01\x02"u8, 8);
        SetFlag(zip, "PK\x03\x04"u8, 6);

        Refused(zip, FileRefusalKind.Forbidden, "encrypted");

        static void SetFlag(byte[] zip, ReadOnlySpan<byte> mark, int offset)
        {
            var at = zip.AsSpan().IndexOf(mark) + offset;
            zip[at] |= 1;
        }
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = TestFiles.Zip(("head.csv", new byte[40 * 1024 * 1024]));

        Assert.True(bomb.Length < 100_000);
        Refused(bomb, FileRefusalKind.TooLarge, "unpacked");
    }

    [Fact]
    public void A_zip_is_never_unpacked_beyond_what_its_directory_states()
    {
        var zip = TestFiles.Zip(("head.csv", TestFiles.HeadCsv + new string(',', 3_000_000)));
        var at = zip.AsSpan().IndexOf("PK\x01\x02"u8) + 24;
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(at), 20);

        var reading = TestFiles.Read(zip);

        Assert.Contains(reading.Faults, fault => fault.MessageEn == "Batch: is required");
    }

    [Fact]
    public void Markup_that_never_ends_is_refused()
    {
        var sheet = $"<row><c r=\"{new string('A', 3_000_000)}\"/></row>";

        Refused(TestFiles.Workbook(sheet), FileRefusalKind.TooLarge);
    }

    [Fact]
    public void A_document_type_is_refused()
    {
        var file = TestFiles.Zip(
            ("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Types>&a;</Types>")
        );

        Refused(file, FileRefusalKind.Unreadable);
    }

    [Theory]
    [InlineData("出口明细1")]
    [InlineData("sheet-of-mine")]
    public void A_file_that_is_no_form_is_refused_by_its_name(string name) =>
        Refused(
            TestFiles.Zip(("head.csv", TestFiles.HeadCsv), ($"{name}.csv", "a\n1\n")),
            FileRefusalKind.WrongForms,
            name
        );

    [Fact]
    public void Without_a_head_nothing_is_read() =>
        Refused(
            TestFiles.Zip(("出口明细.csv", TestFiles.ExportCsv)),
            FileRefusalKind.WrongForms,
            "head"
        );

    [Theory]
    [InlineData("序号,", "序号,序号,", "twice")]
    [InlineData("序号,", "", "Line no.")]
    [InlineData("序号,", "序号,我的列,", "我的列")]
    public void Headings_that_differ_are_named(string from, string to, string named) =>
        Refused(
            TestFiles.Zip(
                ("head.csv", TestFiles.HeadCsv),
                ("出口明细.csv", TestFiles.ExportCsv.Replace(from, to))
            ),
            FileRefusalKind.WrongForms,
            named
        );

    [Fact]
    public void A_template_of_another_version_is_refused_with_both_versions()
    {
        var reading = TestFiles.Read(
            TestFiles.Zip(("head.csv", "模板版本,7\n" + TestFiles.HeadCsv))
        );

        Assert.Equal(FileRefusalKind.Version, reading.Refusal?.Kind);
        Assert.Equal(("7", "1"), (reading.Refusal!.Declared, reading.Refusal.Expected));
    }

    [Fact]
    public void A_checksum_that_differs_is_refused_and_one_that_fits_is_not()
    {
        var sum = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(TestFiles.HeadCsv))
        );

        Assert.Equal(FileRefusalKind.Checksum, ReadWith(new string('0', 64))?.Kind);
        Assert.Null(ReadWith(sum));

        static FileRefusal? ReadWith(string sum) =>
            TestFiles
                .Read(
                    TestFiles.Zip(
                        ("head.csv", TestFiles.HeadCsv),
                        ("SHA256SUMS", $"{sum}  head.csv\n")
                    )
                )
                .Refusal;
    }

    [Fact]
    public void A_million_rows_are_refused_once_the_limit_is_passed()
    {
        var export = new StringBuilder(TestFiles.ExportCsv);
        var line = TestFiles.ExportCsv.Split('\n')[1];
        for (var i = 0; i < 1_000_000; i++)
            export.Append(line.Replace("16000", $"{i * 7919L % 1_000_003}")).Append('\n');

        Refused(
            TestFiles.Zip(("head.csv", TestFiles.HeadCsv), ("出口明细.csv", export.ToString())),
            FileRefusalKind.TooManyLines
        );
    }

    [Fact]
    public void One_line_too_many_is_refused_with_the_limit()
    {
        var line = TestFiles.ExportCsv.Split('\n')[1] + "\n";
        var export = new StringBuilder(TestFiles.ExportCsv).Insert(
            TestFiles.ExportCsv.Length,
            line,
            50_000
        );

        Refused(
            TestFiles.Zip(("head.csv", TestFiles.HeadCsv), ("出口明细.csv", export.ToString())),
            FileRefusalKind.TooManyLines,
            "50000"
        );
    }

    private static void Refused(byte[] file, FileRefusalKind kind, string named = "")
    {
        var reading = TestFiles.Read(file);

        Assert.Equal(kind, reading.Refusal?.Kind);
        Assert.Contains(named, reading.Refusal!.En, StringComparison.Ordinal);
        Assert.NotEqual(reading.Refusal.Zh, reading.Refusal.En);
    }
}
