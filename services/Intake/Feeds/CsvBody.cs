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

    /// <summary>No header that can be read, a column twice, or a body that breaks off.</summary>
    public static ProblemHttpResult Unreadable(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnreadableCsv,
            "请核对表头：每列一次，引号成对；报文须完整。已读到的行可能已入库，整份重发不会重复。",
            "Check the header: each column once, quotes closed; the body has to be whole. Rows "
                + "read so far may be stored; sending the whole body again repeats nothing."
        );
}
