using System.Text;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// Reads comma-separated values (RFC 4180) record by record. Unlike a general reader it holds no
/// more than one cell, whatever quotes stay open.
/// </summary>
internal sealed class CsvRecords(TextReader text)
{
    private readonly char[] buffer = new char[16 * 1024];
    private readonly StringBuilder cell = new();
    private int position;
    private int length;
    private int line = 1;

    /// <summary>Reads the next record into a row; false at the end.</summary>
    public bool Read(SheetRow row)
    {
        row.Begin(line);
        if (Peek() < 0)
            return false;
        for (var column = 0; ; column++)
        {
            var end = ReadCell();
            var value = cell.ToString();
            WorkbookGuard.CheckText(value);
            row.Set(column, Cell.OfText(value));
            if (end != ',')
                return true;
        }
    }

    /// <summary>Reads a cell; returns what ended it: a comma, a line feed, or -1.</summary>
    private int ReadCell()
    {
        cell.Clear();
        var quoted = false;
        while (true)
        {
            var c = Next();
            switch (c)
            {
                case '"' when quoted && Peek() == '"':
                    Next();
                    Append('"');
                    break;
                case '"' when quoted || cell.Length == 0:
                    quoted = !quoted;
                    break;
                case < 0 when quoted:
                    throw FileRefusedException.Of(
                        FileRefusalKind.Unreadable,
                        $"CSV文件的引号不成对（至第{line}行）。",
                        $"A quote of the CSV file has no end (up to line {line})."
                    );
                case < 0 or ',' or '\n' when !quoted:
                    return c;
                case '\r' when !quoted && Peek() is '\n' or < 0:
                    break;
                default:
                    Append((char)c);
                    break;
            }
        }
    }

    private void Append(char c)
    {
        if (cell.Length >= FileLimits.CellCharacters)
        {
            throw FileRefusedException.Of(
                FileRefusalKind.TooLarge,
                $"第{line}行附近有单元格超过{FileLimits.CellCharacters}个字符，请检查引号。",
                $"A cell near line {line} has more than {FileLimits.CellCharacters} characters. "
                    + "Check the quotes."
            );
        }
        cell.Append(c);
    }

    private int Peek()
    {
        if (position == length)
        {
            position = 0;
            length = text.Read(buffer, 0, buffer.Length);
        }
        return position < length ? buffer[position] : -1;
    }

    private int Next()
    {
        var c = Peek();
        if (c < 0)
            return c;
        position++;
        if (c == '\n')
            line++;
        return c;
    }
}
