using System.IO.Compression;
using System.Text;
using MiniExcelLibs;
using RebateFlow.RiskScoring.Watchlist.Imports;

namespace RebateFlow.Risk.Tests.Watchlist.Imports;

public sealed class ImportFileTests
{
    private const string Head = "kind,key,level,reason,authority,document,valid_from,valid_to";

    [Fact]
    public void A_csv_file_is_read_with_quotes_and_its_row_numbers()
    {
        var (rows, fault) = Csv(
            $"\ufeff{Head}\nCOMMODITY,0308,3,\"a, \"\"b\"\"\",局,文,2026-01-01,\n,,,,,,,\n"
                + "COUNTRY,PRK,1,理由,局,文,2026-01-01,2026-12-31\n"
        );

        Assert.Null(fault);
        Assert.Equal([2, 4], rows.Select(row => row.Number));
        Assert.Equal("a, \"b\"", rows[0].Cells["reason"]);
        Assert.Equal("0308", new ImportRow(rows[0]).Read().Content!.Key);
    }

    [Fact]
    public void An_excel_workbook_is_read_with_its_dates()
    {
        using var file = new MemoryStream();
        file.SaveAs(
            new[]
            {
                new
                {
                    Kind = "COMMODITY",
                    Key = "0308",
                    Level = 3,
                    Reason = "理由",
                    Authority = "局",
                    Document = "文",
                    valid_from = new DateTime(2026, 1, 1),
                },
            }
        );

        var (rows, fault) = ImportFile.Read(file.ToArray(), isExcel: true);

        Assert.Null(fault);
        var content = new ImportRow(Assert.Single(rows)).Read().Content!;
        Assert.Equal(
            ("0308", 3, new DateOnly(2026, 1, 1)),
            (content.Key, content.Level, content.ValidFrom)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("kind,key\n")]
    [InlineData("kind,level\nCOMMODITY,3\n")]
    [InlineData("kind,key,colour\nCOMMODITY,0308,red\n")]
    [InlineData("kind,key\nCOMMODITY\n")]
    [InlineData("kind,kind\nCOMMODITY,0308\n")]
    public void A_file_that_is_no_table_of_entries_is_refused(string text) =>
        Assert.NotNull(Csv(text).Fault);

    [Theory]
    [InlineData("no zip at all")]
    [InlineData("PK\u0003\u0004")]
    public void What_is_no_workbook_is_refused(string text) =>
        Assert.NotNull(ImportFile.Read(Encoding.UTF8.GetBytes(text), isExcel: true).Fault);

    [Fact]
    public void A_zip_that_is_no_workbook_is_refused() =>
        Assert.NotNull(ImportFile.Read(Zip("a.txt", 10, 10), isExcel: true).Fault);

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_read_as_a_workbook()
    {
        var bomb = Zip("xl/worksheets/sheet1.xml", 100, 1024 * 1024);
        Assert.True(bomb.Length < 1024 * 1024);

        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("64 MiB", ImportFile.Read(bomb, isExcel: true).Fault!.En);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public void A_workbook_of_a_million_rows_is_refused()
    {
        var file = Workbook(1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (rows, fault) = ImportFile.Read(file, isExcel: true);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * 1024 * 1024);
        Assert.Empty(rows);
        Assert.Contains("10000 rows", fault!.En);
    }

    [Fact]
    public void A_csv_file_of_too_many_rows_is_refused()
    {
        var text =
            Head
            + "\n"
            + string.Concat(Enumerable.Repeat("COUNTRY,PRK,1,a,b,c,2026-01-01,\n", 10_001));

        Assert.Contains("10000 rows", Csv(text).Fault!.En);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+86 22")]
    [InlineData("-5")]
    [InlineData("@SUM(A1)")]
    public void A_text_that_a_spreadsheet_would_compute_leaves_as_text_and_comes_back(string text)
    {
        var neutral = ExportCell.Neutral(text);

        Assert.Equal($"'{text}", neutral);
        Assert.Equal(text, ExportCell.Restore(neutral));
    }

    [Fact]
    public void A_plain_text_leaves_as_it_is() => Assert.Equal("天津", ExportCell.Neutral("天津"));

    private static (IReadOnlyList<FileRow> Rows, FileFault? Fault) Csv(string text) =>
        ImportFile.Read(Encoding.UTF8.GetBytes(text), isExcel: false);

    private static byte[] Zip(string name, int chunks, int chunkBytes)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry(name).Open();
            for (var i = 0; i < chunks; i++)
                part.Write(new byte[chunkBytes]);
        }
        return target.ToArray();
    }

    /// <summary>A real workbook whose sheet is written anew with so many short rows.</summary>
    private static byte[] Workbook(int rows)
    {
        using var target = new MemoryStream();
        target.SaveAs(new[] { new { Kind = "a", Key = "b" } });
        using (var zip = new ZipArchive(target, ZipArchiveMode.Update, leaveOpen: true))
        {
            const string Sheet = "xl/worksheets/sheet1.xml";
            zip.GetEntry(Sheet)!.Delete();
            using var part = new StreamWriter(zip.CreateEntry(Sheet).Open());
            const string Space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            part.Write($"<x:worksheet xmlns:x=\"{Space}\">");
            part.Write("<x:sheetData>");
            for (var i = 1; i <= rows; i++)
                part.Write($"<x:row r=\"{i}\"><x:c r=\"A{i}\"><x:v>1</x:v></x:c></x:row>");
            part.Write("</x:sheetData></x:worksheet>");
        }
        return target.ToArray();
    }
}
