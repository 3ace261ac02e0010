namespace RebateFlow.Intake.Files.Feeds;

/// <summary>
/// Cuts a line of CSV (RFC 4180) into its values, in place. A row is one line: no value of a feed
/// holds a line break, and so a quote that is not closed takes no row with it but its own.
/// </summary>
internal sealed class CsvCells
{
    private readonly List<Range> cells = [];

    /// <summary>How many values the line has; those up to a fault when it has one.</summary>
    public int Count => cells.Count;

    /// <summary>Where a value stands in the line that was cut, quotes taken off.</summary>
    public Range this[int column] => cells[column];

    /// <summary>Cuts a line; what is wrong with its quotes, or null.</summary>
    public (string Zh, string En)? Cut(Span<char> line)
    {
        cells.Clear();
        for (var at = 0; ; at++)
        {
            var isQuoted = at < line.Length && line[at] == '"';
            var fault = isQuoted ? CutQuoted(line, ref at) : CutPlain(line, ref at);
            if (fault is not null || at == line.Length)
                return fault;
        }
    }

    private (string Zh, string En)? CutPlain(Span<char> line, ref int at)
    {
        var length = line[at..].IndexOfAny(',', '"');
        if (length < 0)
            length = line.Length - at;
        else if (line[at + length] == '"')
            return (
                "字段中间有引号；含引号的值须整体加引号，其中的引号写两次",
                "a quote inside a field; a value with quotes is quoted whole, its quotes doubled"
            );
        cells.Add(at..(at + length));
        at += length;
        return null;
    }

    private (string Zh, string En)? CutQuoted(Span<char> line, ref int at)
    {
        var start = ++at;
        var end = start;
        while (true)
        {
            var length = line[at..].IndexOf('"');
            if (length < 0)
                return ("引号未在本行结束", "a quote is not closed in its line");
            line.Slice(at, length).CopyTo(line[end..]);
            end += length;
            at += length + 1;
            if (at == line.Length || line[at] != '"')
                break;
            line[end++] = '"';
            at++;
        }
        cells.Add(start..end);
        return at == line.Length || line[at] == ','
            ? null
            : ("结束引号之后还有内容", "text after the closing quote");
    }
}
