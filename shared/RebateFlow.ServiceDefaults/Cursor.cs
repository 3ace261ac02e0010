using System.Buffers.Text;
using System.Text.Json;

namespace RebateFlow.ServiceDefaults;

/// <summary>Opaque paging cursors: the sort key of the last row as base64url of JSON.</summary>
public static class Cursor
{
    /// <summary>Largest page, rows.</summary>
    public const int MaximumLimit = 200;

    /// <summary>Encodes the sort key of the last row of a page.</summary>
    public static string Encode<T>(T key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key));

    /// <summary>Decodes a cursor. False when it is not one of ours.</summary>
    public static bool TryDecode<T>(string cursor, out T? key)
    {
        key = default;
        try
        {
            key = JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(cursor));
            return key is not null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return false; // The caller answers 400: a cursor is not to be made by hand.
        }
    }
}
