using System.Text;
using System.Xml;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// Reads parts of a workbook. Elements are known by their local names: the two editions of the
/// format differ in their namespaces only.
/// </summary>
internal static class WorkbookXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
        MaxCharactersFromEntities = 1024,
    };

    [ThreadStatic]
    private static char[]? chunkOfThread;

    public static XmlReader Open(ZipPackage package, string part) =>
        XmlReader.Create(package.OpenEntry(part), Settings);

    /// <summary>Moves on to the next start of an element; false at the end.</summary>
    public static bool NextElement(this XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
                return true;
        }
        return false;
    }

    /// <summary>An attribute by its local name, as r:id is; null when absent.</summary>
    public static string? Attribute(this XmlReader reader, string localName)
    {
        string? value = null;
        while (value is null && reader.MoveToNextAttribute())
        {
            if (reader.LocalName == localName)
                value = reader.Value;
        }
        reader.MoveToElement();
        return value;
    }

    /// <summary>
    /// The text of an element and its descendants without phonetic hints; it leaves the reader on
    /// the end of the element.
    /// </summary>
    public static string TextOf(this XmlReader reader, StringBuilder buffer)
    {
        buffer.Clear();
        if (reader.IsEmptyElement)
            return "";
        var depth = reader.Depth;
        var hint = int.MaxValue;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "rPh")
                hint = Math.Min(hint, reader.Depth);
            else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == hint)
                hint = int.MaxValue;
            else if (
                hint == int.MaxValue
                && reader.NodeType
                    is XmlNodeType.Text
                        or XmlNodeType.CDATA
                        or XmlNodeType.SignificantWhitespace
                        or XmlNodeType.Whitespace
            )
                Append(reader, buffer);
        }
        return buffer.ToString();
    }

    private static void Append(XmlReader reader, StringBuilder buffer)
    {
        var chunk = chunkOfThread ??= new char[512];
        int length;
        while ((length = reader.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
        {
            buffer.Append(chunk, 0, length);
            if (buffer.Length > FileLimits.CellCharacters)
            {
                throw FileRefusedException.Of(
                    FileRefusalKind.TooLarge,
                    $"有单元格超过{FileLimits.CellCharacters}个字符。",
                    $"A cell has more than {FileLimits.CellCharacters} characters."
                );
            }
        }
    }
}
