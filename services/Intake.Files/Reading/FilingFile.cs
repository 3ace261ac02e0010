using System.Text;
using System.Xml;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// Reads a workbook or a zip of CSV files into the document that the JSON API takes. Pure: bytes
/// in, document or refusal out.
/// </summary>
public static class FilingFile
{
    /// <summary>Reads a file; whatever the bytes are, this returns and does not throw.</summary>
    public static FileReading Read(Stream file)
    {
        try
        {
            using var package = ZipPackage.Open(file);
            if (package.Has("[Content_Types].xml"))
            {
                using var workbook = new Workbook(package);
                return new FilingReader(workbook, workbook.Is1904).Read();
            }
            using var files = new CsvPackage(package);
            return new FilingReader(files, is1904: false).Read();
        }
        catch (FileRefusedException refused)
        {
            // A refusal is an answer; the exception only carries it out of the readers.
            return new FileReading(refused.Refusal);
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
            return new FileReading(
                new FileRefusal(
                    FileRefusalKind.Unreadable,
                    "文件已损坏或编码不是UTF-8、GB18030，请重新生成。",
                    "The file is broken, or its text is neither UTF-8 nor GB18030. Make it again."
                )
            );
        }
    }
}
