using System.Text;
using System.Xml;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Attachments;

/// <summary>
/// Looks into a workbook that is attached: whether it is one, has nothing that runs or fetches, and
/// unpacks to no more than is allowed. Its cells are not read.
/// </summary>
public static class AttachmentWorkbook
{
    /// <summary>Most bytes of all parts once unpacked.</summary>
    public const long UnpackedBytes = 200L * 1024 * 1024;

    /// <summary>Why it is not taken; null when it is.</summary>
    /// <param name="file">Can be sought in; it is left open.</param>
    public static FileRefusal? Check(Stream file)
    {
        file.Position = 0;
        try
        {
            using var package = ZipPackage.Open(file);
            if (!package.Has("[Content_Types].xml") || !package.Has("xl/workbook.xml"))
                return NoWorkbook;
            if (package.Names.Sum(package.LengthOf) > UnpackedBytes)
                return TooLarge;
            WorkbookGuard.Check(package);
            Unpack(package);
            return null;
        }
        catch (FileRefusedException refused)
        {
            // A refusal is an answer; the exception only carries it out of the readers.
            return refused.Refusal;
        }
        catch (Exception fault)
            when (fault
                    is InvalidDataException
                        or XmlException
                        or DecoderFallbackException
                        or EndOfStreamException
            )
        {
            // The libraries' ways of saying that the bytes are broken.
            return NoWorkbook;
        }
    }

    private static FileRefusal NoWorkbook =>
        new(
            FileRefusalKind.Unreadable,
            "内容不是完整的Excel工作簿(.xlsx)。",
            "The content is no complete Excel workbook (.xlsx)."
        );

    private static FileRefusal TooLarge =>
        new(
            FileRefusalKind.TooLarge,
            "工作簿解压后过大，请删除多余的行、列和工作表。",
            "The workbook is too large once unpacked. Delete rows, columns and sheets that are not "
                + "needed."
        );

    /// <summary>
    /// The directory of a zip can lie: every part ends in a refusal beyond its stated size.
    /// </summary>
    private static void Unpack(ZipPackage package)
    {
        var buffer = new byte[64 * 1024];
        foreach (var name in package.Names)
        {
            using var part = package.OpenEntry(name);
            while (part.Read(buffer) > 0)
                continue;
        }
    }
}
