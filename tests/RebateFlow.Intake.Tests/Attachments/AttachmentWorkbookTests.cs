using System.IO.Compression;
using System.Text;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Attachments;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.Intake.Files.Writing;

namespace RebateFlow.Intake.Tests.Attachments;

public sealed class AttachmentWorkbookTests
{
    [Fact]
    public void A_workbook_is_taken()
    {
        using var file = Template();
        Assert.Null(AttachmentWorkbook.Check(file));
    }

    [Theory]
    [InlineData("[Content_Types].xml")]
    [InlineData("xl/workbook.xml")]
    public void Another_zip_is_no_workbook(string missing) =>
        Assert.Equal(
            FileRefusalKind.Unreadable,
            Check(zip => zip.GetEntry(missing)!.Delete())!.Kind
        );

    [Theory]
    [InlineData("xl/vbaProject.bin")]
    [InlineData("xl/externalLinks/externalLink1.xml")]
    [InlineData("xl/embeddings/oleObject1.bin")]
    public void What_runs_or_fetches_is_refused(string part) =>
        Assert.Equal(FileRefusalKind.Forbidden, Check(zip => Add(zip, part, 10))!.Kind);

    [Fact]
    public void A_part_that_unpacks_to_very_much_is_refused() =>
        Assert.Equal(
            FileRefusalKind.TooLarge,
            Check(zip => Add(zip, "xl/media/image1.png", 60 << 20))!.Kind
        );

    [Fact]
    public void Parts_that_together_unpack_to_very_much_are_refused() =>
        Assert.Equal(
            FileRefusalKind.TooLarge,
            Check(zip =>
            {
                for (var i = 0; i < 26; i++)
                    Add(zip, $"xl/media/image{i}.png", 8 << 20);
            })!.Kind
        );

    [Fact]
    public void Very_many_parts_are_refused() =>
        Assert.Equal(
            FileRefusalKind.TooLarge,
            Check(zip =>
            {
                for (var i = 0; i < 501; i++)
                    Add(zip, $"xl/media/image{i}.png", 1);
            })!.Kind
        );

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public void A_workbook_that_is_cut_off_is_refused(double part)
    {
        using var whole = Template();
        using var cut = new MemoryStream(whole.ToArray()[..(int)(whole.Length * part)]);
        Assert.Equal(FileRefusalKind.Unreadable, AttachmentWorkbook.Check(cut)!.Kind);
    }

    [Fact]
    public void A_directory_that_states_less_than_there_is_does_not_help()
    {
        using var file = new MemoryStream();
        using (var source = Template())
            source.CopyTo(file);
        Change(file, zip => Add(zip, "xl/media/image1.png", 100_000));
        var bytes = file.ToArray();
        // The uncompressed size in the directory, 24 bytes after its mark, of the last entry.
        var entry = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(entry + 24), 10);

        using var lying = new MemoryStream(bytes);
        Assert.NotNull(AttachmentWorkbook.Check(lying));
    }

    private static FileRefusal? Check(Action<ZipArchive> change)
    {
        using var file = Template();
        Change(file, change);
        return AttachmentWorkbook.Check(file);
    }

    private static void Change(Stream file, Action<ZipArchive> change)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true, Encoding.UTF8);
        change(zip);
    }

    private static void Add(ZipArchive zip, string name, int bytes)
    {
        using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        part.Write(new byte[bytes]);
    }

    private static MemoryStream Template()
    {
        using var made = new MemoryStream();
        TemplateWorkbook.Write(made, RebateMethod.Er, isChinese: true);
        var file = new MemoryStream();
        file.Write(made.ToArray());
        return file;
    }
}
