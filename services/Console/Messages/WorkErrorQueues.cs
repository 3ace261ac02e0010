using System.Text.Json.Nodes;
using RebateFlow.Console.Api;
using Spectre.Console;

namespace RebateFlow.Console.Messages;

/// <summary>
/// Parked messages of all services: <c>list</c>, <c>show QUEUE</c>, <c>retry QUEUE [ID] --reason
/// "…"</c>, <c>discard QUEUE [ID] --reason "…"</c>. Without an id, every message of the queue.
/// <c>announce</c> has Approval say once more what it said of enrolments, for a listener that is
/// new.
/// </summary>
public static class WorkErrorQueues
{
    private const string Operator = "operator";

    private const string Usage =
        "messages [list] | show QUEUE | retry QUEUE [MESSAGE-ID] --reason \"why\" | "
        + "discard QUEUE [MESSAGE-ID] --reason \"why\" | announce";

    public static async Task<int> RunAsync(string[] words, CancellationToken cancel)
    {
        var addresses = ServiceAddresses.FromEnvironment();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        var api = new ApiClient(
            http,
            new AccessTokens(http, addresses.Identity, TimeProvider.System)
        );
        switch (words)
        {
            case [] or ["list"]:
                return await ListAsync(api, addresses, cancel);
            case ["show", var queue]:
                return await ShowAsync(api, QueueAddress(addresses, queue), cancel);
            case ["retry" or "discard", var queue, .. var rest] when ReasonIn(rest) is { } reason:
                return await ActAsync(
                    api,
                    QueueAddress(addresses, queue),
                    words[0],
                    rest,
                    reason,
                    cancel
                );
            case ["announce"]:
                return await AnnounceAsync(api, addresses, cancel);
            default:
                throw new WrongUseException(Usage);
        }
    }

    private static async Task<int> ListAsync(
        ApiClient api,
        ServiceAddresses addresses,
        CancellationToken cancel
    )
    {
        var table = new Table().AddColumns("错误队列 error queue", "消息 messages");
        foreach (var service in (Uri[])[addresses.Intake, addresses.Risk, addresses.Approval])
        {
            var queues = await api.GetAsync(new Uri(service, "v1/error-queues"), Operator, cancel);
            foreach (var queue in queues.Body.AsArray())
                table.AddRow($"{queue!["name"]}", $"{queue["messages"]}");
        }
        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<int> ShowAsync(ApiClient api, Uri queue, CancellationToken cancel)
    {
        var messages = await api.GetAsync(queue, Operator, cancel);
        var table = new Table().AddColumns("消息 message", "停放时间 parked at", "原因 fault");
        foreach (var message in messages.Body.AsArray())
        {
            table.AddRow(
                $"{message!["messageId"]}",
                $"{message["parkedAt"]}",
                Markup.Escape($"{message["fault"]}")
            );
        }
        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<int> ActAsync(
        ApiClient api,
        Uri queue,
        string verb,
        string[] rest,
        string reason,
        CancellationToken cancel
    )
    {
        var messageId = rest[0].StartsWith("--", StringComparison.Ordinal) ? null : rest[0];
        var request = new ApiRequest(
            HttpMethod.Post,
            new Uri($"{queue}/actions"),
            Operator
        ).WithJson(
            new JsonObject
            {
                ["action"] = verb.ToUpperInvariant(),
                ["messageId"] = messageId,
                ["reason"] = reason,
            }
        );
        var answer = await api.SendAsync(request, cancel);
        AnsiConsole.MarkupLineInterpolated($"{verb}: {answer.Body["messages"]}");
        return 0;
    }

    private static async Task<int> AnnounceAsync(
        ApiClient api,
        ServiceAddresses addresses,
        CancellationToken cancel
    )
    {
        var request = new ApiRequest(
            HttpMethod.Post,
            new Uri(addresses.Approval, "v1/green-channel/enrolments/announcement"),
            Operator
        );
        var answer = await api.SendAsync(request, cancel);
        AnsiConsole.MarkupLineInterpolated(
            $"绿色通道登记 enrolments announced: {answer.Body["announced"]}"
        );
        return 0;
    }

    private static string? ReasonIn(string[] words)
    {
        var flag = Array.IndexOf(words, "--reason");
        return flag >= 0 && flag + 1 < words.Length ? words[flag + 1] : null;
    }

    /// <summary>A queue's name begins with its service's.</summary>
    private static Uri QueueAddress(ServiceAddresses addresses, string queue)
    {
        var service = queue.Split('-')[0] switch
        {
            "intake" => addresses.Intake,
            "risk" => addresses.Risk,
            "approval" => addresses.Approval,
            _ => throw new WrongUseException(
                $"{queue} is no queue of ours; messages list names them."
            ),
        };
        return new Uri(service, $"v1/error-queues/{Uri.EscapeDataString(queue)}");
    }
}
