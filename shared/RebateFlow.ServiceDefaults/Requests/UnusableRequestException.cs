using System.Text.Json;

namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>
/// A request that no handler is to see. It is a fault of JSON to whoever reads the body, so that
/// readers pass it on like any other.
/// </summary>
/// <param name="zh">What is wrong, for the client.</param>
/// <param name="en">The same in English.</param>
/// <param name="status">The status that says so.</param>
/// <param name="cause">What failed below, if anything did.</param>
public sealed class UnusableRequestException(
    string zh,
    string en,
    int status = 400,
    Exception? cause = null
) : JsonException(en, cause)
{
    /// <summary>What Content-Encoding may be; null when it is not what is wrong.</summary>
    public string? AcceptEncoding { get; init; }

    /// <summary>HTTP status, 4xx.</summary>
    public int Status => status;

    /// <summary>What is wrong, in the reader's language.</summary>
    public string Detail(bool isChinese) => isChinese ? zh : Message;
}
