using System.IO.Compression;
using System.Text;
using System.Text.Json;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.Intake.Files.Writing;
using RebateFlow.Intake.Requests;

namespace RebateFlow.Intake.Tests.Files;

/// <summary>Files made for tests.</summary>
internal static class TestFiles
{
    public const string HeadCsv =
        "申报方式,ER\n纳税人识别号(统一社会信用代码),91120116MA90DEM10T\n申报年月,202603\n申报批次,1\n";

    public const string ExportCsv =
        "序号,关联号,出口货物报关单号,出口日期,出口商品代码,出口商品名称,计量单位,出口数量,美元离岸价\n"
        + "0001,2026030011,022020260000010001001,2026-03-05,8512201000,照明灯,个,1000,16000.00\n";

    /// <summary>A zip of files with the text given, in UTF-8.</summary>
    public static byte[] Zip(params (string Name, string Text)[] files) =>
        Zip([.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))]);

    public static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        return target.ToArray();
    }

    /// <summary>A workbook of one sheet of cells as the format writes them.</summary>
    /// <param name="sheetData">Rows of the export sheet.</param>
    public static byte[] Workbook(string sheetData, params (string Name, string Text)[] more) =>
        Zip([
            ("[Content_Types].xml", "<Types/>"),
            (
                "_rels/.rels",
                """
                <Relationships><Relationship Id="rId1" Target="xl/workbook.xml"
                Type="http://x/officeDocument"/></Relationships>
                """
            ),
            (
                "xl/workbook.xml",
                """
                <workbook xmlns:r="urn:r"><sheets><sheet name="申报表头" sheetId="1" r:id="a"/>
                <sheet name="出口明细" sheetId="2" r:id="b"/></sheets></workbook>
                """
            ),
            (
                "xl/_rels/workbook.xml.rels",
                """
                <Relationships>
                <Relationship Id="a" Target="head.xml" Type="http://x/worksheet"/>
                <Relationship Id="b" Target="export.xml" Type="http://x/worksheet"/>
                <Relationship Id="c" Target="styles.xml" Type="http://x/styles"/>
                </Relationships>
                """
            ),
            (
                "xl/styles.xml",
                """
                <styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/>
                </cellXfs></styleSheet>
                """
            ),
            (
                "xl/head.xml",
                "<worksheet><sheetData>"
                    + Row("申报方式", "ER")
                    + Row("纳税人识别号(统一社会信用代码)", "91120116MA90DEM10T")
                    + Row("申报年月", "202603")
                    + Row("申报批次", "1")
                    + "</sheetData></worksheet>"
            ),
            ("xl/export.xml", $"<worksheet><sheetData>{sheetData}</sheetData></worksheet>"),
            .. more,
        ]);

    /// <summary>A row of texts.</summary>
    public static string Row(params string[] texts) =>
        $"<row>{string.Concat(texts.Select(TextCell))}</row>";

    public static string TextCell(string text) =>
        $"<c t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(text)}</t></is></c>";

    public static FileReading Read(byte[] file) => FilingFile.Read(new MemoryStream(file));

    public static SubmittedFiling Filing(FileReading reading)
    {
        Assert.Null(reading.Refusal);
        Assert.Empty(reading.Faults);
        return JsonSerializer.Deserialize(reading.Json.Span, RequestJson.Default.SubmittedFiling)!;
    }

    /// <summary>A filing as the workbook that goes back to its exporter.</summary>
    public static byte[] Feedback(
        SubmittedFiling filing,
        bool isChinese = true,
        params Doubt[] doubts
    )
    {
        using var json = JsonSerializer.SerializeToDocument(
            filing,
            RequestJson.Default.SubmittedFiling
        );
        using var target = new MemoryStream();
        new DoubtsWorkbook(json.RootElement, doubts, isChinese).Write(target);
        return target.ToArray();
    }

    public static string PartOf(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
