using System.Xml;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>
/// The two parts that notes need: the texts, and the boxes that Excel draws for them (VML).
/// </summary>
internal static class NoteParts
{
    private const string Vml = "urn:schemas-microsoft-com:vml";
    private const string Office = "urn:schemas-microsoft-com:office:office";
    private const string Excel = "urn:schemas-microsoft-com:office:excel";

    public static void WriteTexts(XmlWriter xml, IReadOnlyList<CellNote> notes)
    {
        xml.WriteStartElement("comments", WorkbookWriter.Main);
        xml.WriteStartElement("authors", WorkbookWriter.Main);
        xml.WriteElementString("author", WorkbookWriter.Main, "RebateFlow");
        xml.WriteEndElement();
        xml.WriteStartElement("commentList", WorkbookWriter.Main);
        foreach (var note in notes)
        {
            xml.WriteStartElement("comment", WorkbookWriter.Main);
            xml.WriteAttributeString("ref", CellName.Of(note.Column, note.Row));
            xml.WriteAttributeString("authorId", "0");
            xml.WriteStartElement("text", WorkbookWriter.Main);
            xml.WriteStartElement("t", WorkbookWriter.Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(SheetWriter.Printable(note.Text));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    public static void WriteBoxes(XmlWriter xml, IReadOnlyList<CellNote> notes)
    {
        xml.WriteStartElement("xml");
        xml.WriteAttributeString("xmlns", "v", null, Vml);
        xml.WriteAttributeString("xmlns", "o", null, Office);
        xml.WriteAttributeString("xmlns", "x", null, Excel);
        xml.WriteStartElement("v", "shapetype", Vml);
        xml.WriteAttributeString("id", "note");
        xml.WriteAttributeString("coordsize", "21600,21600");
        xml.WriteAttributeString("o", "spt", Office, "202");
        xml.WriteAttributeString("path", "m,l,21600r21600,l21600,xe");
        xml.WriteEndElement();
        for (var i = 0; i < notes.Count; i++)
            WriteBox(xml, notes[i], i);
        xml.WriteEndElement();
    }

    private static void WriteBox(XmlWriter xml, CellNote note, int number)
    {
        xml.WriteStartElement("v", "shape", Vml);
        xml.WriteAttributeString("id", $"note{number + 1}");
        xml.WriteAttributeString("type", "#note");
        xml.WriteAttributeString("style", "position:absolute;visibility:hidden");
        xml.WriteAttributeString("fillcolor", "#ffffe1");
        xml.WriteAttributeString("o", "insetmode", Office, "auto");
        xml.WriteStartElement("x", "ClientData", Excel);
        xml.WriteAttributeString("ObjectType", "Note");
        xml.WriteElementString("x", "Anchor", Excel, Anchor(note));
        xml.WriteElementString("x", "AutoFill", Excel, "False");
        xml.WriteElementString("x", "Row", Excel, SheetWriter.Text(note.Row - 1));
        xml.WriteElementString("x", "Column", Excel, SheetWriter.Text(note.Column));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Beside its cell, three columns wide, as high as its text needs.</summary>
    private static string Anchor(CellNote note)
    {
        var lines = note.Text.Split('\n').Sum(line => 1 + line.Length / 24);
        var top = Math.Max(0, note.Row - 1);
        return $"{note.Column + 1}, 10, {top}, 2, {note.Column + 4}, 10, {top + lines + 1}, 2";
    }
}
