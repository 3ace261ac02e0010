using System.Text.Json.Serialization;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Webhooks;

/// <summary>What an exporter asks for.</summary>
public sealed record WebhookRequest
{
    private const int LongestDescription = 200;

    /// <summary>https address that takes a POST; at most 2,048 characters.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Types of events: pre-declaration.fed-back, .waiting-for-data, .case-opened (and again after
    /// a hold), .held, .approved, .returned, .rejected, .formally-declared.
    /// </summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>For people; at most 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// False stops it; true starts one again that was disabled. Default: true.
    /// </summary>
    public bool? IsActive { get; init; }

    /// <summary>Every fault, the target's included.</summary>
    public async Task<IReadOnlyList<FieldError>> FindFaultsAsync(
        TargetGuard guard,
        CancellationToken cancel
    )
    {
        var faults = new List<FieldError>();
        if (await guard.CheckAsync(Url, cancel) is { } fault)
            faults.Add(Of(fault));
        var types = string.Join(", ", WebhookEvents.Types);
        if (Events.Count == 0)
            faults.Add(new("events", $"须至少有一个：{types}", $"needs at least one of {types}"));
        for (var i = 0; i < Events.Count && faults.Count < JsonFaults.MostFaults; i++)
        {
            if (!WebhookEvents.IsKnown(Events[i]))
                faults.Add(new($"events[{i}]", $"须为{types}之一", $"must be one of {types}"));
        }
        if (
            Description is { } text
            && (text.Length > LongestDescription || text.Any(char.IsControl))
        )
            faults.Add(
                new(
                    "description",
                    $"至多{LongestDescription}个字符，不得含控制字符",
                    $"has at most {LongestDescription} characters, none of them a control character"
                )
            );
        return faults;
    }

    private static FieldError Of(TargetFault fault) =>
        fault switch
        {
            TargetFault.NotHttps => new(
                "url",
                "须为https地址，至多2048个字符，不含用户名、密码和#片段",
                "must be an https address of at most 2,048 characters, without user, password or #"
            ),
            TargetFault.NameUnknown => new(
                "url",
                "域名无法解析，请核对",
                "has a host name that cannot be resolved; check it"
            ),
            TargetFault.NotPublic => new(
                "url",
                "须指向公网地址，不得为内网、本机、链路本地或组播地址",
                "must lead to a public address, not to a private, loopback, link-local or "
                    + "multicast one"
            ),
        };
}

/// <summary>Which failed deliveries are to be sent again.</summary>
public sealed record ResendRequest
{
    /// <summary>Those of events from then on, RFC 3339.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>Reading code made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16
)]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(ResendRequest))]
internal sealed partial class WebhookJson : JsonSerializerContext;
