using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Feeds;

/// <summary>The body of a CSV feed: its encoding, and what to say when it cannot be read.</summary>
public static class CsvBody
{
    static CsvBody() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>UTF-8 unless the type says GB18030, GBK or GB2312; null for any other.</summary>
    public static Encoding? EncodingOf(MediaTypeHeaderValue type) =>
        type.Charset.Value?.Trim('"').ToUpperInvariant() switch
        {
            null or "" or "UTF-8" => Encoding.UTF8,
            "GB18030" or "GBK" or "GB2312" => Encoding.GetEncoding("GB18030"),
            _ => null,
        };

    /// <summary>The same bytes in UTF-8, while they are read.</summary>
    public static Stream Utf8Of(Stream body, Encoding encoding) =>
        encoding is UTF8Encoding
            ? body
            : Encoding.CreateTranscodingStream(body, encoding, Encoding.UTF8, leaveOpen: true);

    /// <summary>A fault of the body, not of the reader.</summary>
    public static bool IsUnreadable(Exception fault) =>
        fault is InvalidDataException or ArgumentException or NotSupportedException;

    /// <summary>The header names columns that the feed does not have.</summary>
    public static ProblemHttpResult UnknownColumns(
        HttpContext http,
        IReadOnlyList<string> unknown,
        JsonTypeInfo type
    )
    {
        var known = string.Join(", ", type.Properties.Select(member => member.Name));
        var names = string.Join(", ", unknown);
        return Problem.Of(
            http,
            Problems.UnreadableCsv,
            $"表头含有未知列：{names}。可用列：{known}。",
            $"The header names unknown columns: {names}. Columns are: {known}."
        );
    }

    /// <summary>No header, a column twice, a quote or a line without end.</summary>
    public static ProblemHttpResult Unreadable(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnreadableCsv,
            "请核对表头（每列一次）与引号；已读到的完整行可能已入库，整份重发不会重复。",
            "Check the header (each column once) and the quotes. Rows before the fault may be "
                + "stored; sending the whole body again repeats nothing."
        );
}
