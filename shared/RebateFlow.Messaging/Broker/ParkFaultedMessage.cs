using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RabbitMQ.Client;

namespace RebateFlow.Messaging.Broker;

/// <summary>
/// Takes a message whose consumer gave up: after a transient fault it comes again later through a
/// delay queue; any other fault, or too many redeliveries, parks it in the error queue with the
/// reason in its headers.
/// </summary>
public sealed partial class ParkFaultedMessage(
    string queue,
    BrokerPublisher broker,
    IOptions<MessagingOptions> options,
    MessagingTelemetry telemetry,
    TimeProvider clock,
    ILogger<ParkFaultedMessage> log
) : IFilter<ExceptionReceiveContext>
{
    /// <summary>Header: how often the message was redelivered after a delay.</summary>
    public const string RedeliveryHeader = "rebateflow-redelivery";

    /// <summary>Header: queue a parked message came from.</summary>
    public const string QueueHeader = "rebateflow-queue";

    /// <summary>Header: exception type and text, without a stack.</summary>
    public const string FaultHeader = "rebateflow-fault";

    /// <summary>Header: when it was parked, RFC 3339 UTC.</summary>
    public const string ParkedAtHeader = "rebateflow-parked-at";

    /// <summary>Headers of this filter, which a redelivered message must not carry.</summary>
    public static readonly IReadOnlyList<string> Headers =
    [
        RedeliveryHeader,
        QueueHeader,
        FaultHeader,
        ParkedAtHeader,
    ];

    /// <summary>
    /// Faults that may be gone a moment later: broken connections, deadlocks, time-outs.
    /// </summary>
    public static bool IsTransient(Exception fault) =>
        fault is TimeoutException or IOException or NpgsqlException { IsTransient: true }
        // The service stopped in the middle of the work; it is done after the next start.
        || fault is OperationCanceledException or ObjectDisposedException
        || fault is PostgresException { SqlState: "40P01" or "40001" or "57P01" or "57P03" }
        || (fault.InnerException is { } inner && IsTransient(inner));

    /// <summary>The error queue of a queue.</summary>
    public static string ErrorQueueOf(string queue) => queue + "_error";

    /// <inheritdoc/>
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        try
        {
            await ParkAsync(context);
        }
        catch (Exception fault)
        {
            // The broker hands the message over again. Without a pause a few seconds of outage
            // would use up its deliveries, and the broker would park it with no reason named.
            LogNotParked(log, queue, fault);
            await Task.Delay(options.Value.RequeuePause, CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("parkFaultedMessage");

    private async Task ParkAsync(ExceptionReceiveContext context)
    {
        var source = context.GetPayload<RabbitMqBasicConsumeContext>();
        var properties = new BasicProperties(source.Properties);
        properties.Headers = new Dictionary<string, object?>(
            properties.Headers ?? new Dictionary<string, object?>()
        );
        var redelivered =
            properties.Headers.TryGetValue(RedeliveryHeader, out var value) && value is int count
                ? count
                : 0;

        string target;
        if (IsTransient(context.Exception) && redelivered < options.Value.RedeliveryLimit)
        {
            var delays = options.Value.RedeliveryDelays;
            var delay = delays[Math.Min(redelivered, delays.Count - 1)];
            target = await broker.DeclareDelayQueueAsync(queue, delay, context.CancellationToken);
            properties.Headers[RedeliveryHeader] = redelivered + 1;
            LogDelayed(log, queue, delay, context.Exception);
        }
        else
        {
            target = ErrorQueueOf(queue);
            properties.Headers[QueueHeader] = queue;
            properties.Headers[FaultHeader] = Describe(context.Exception);
            properties.Headers[ParkedAtHeader] = clock.GetUtcNow().ToString("O");
            LogParked(log, queue, context.Exception);
        }
        await broker.PublishToQueueAsync(
            target,
            properties,
            context.Body.GetBytes(),
            context.CancellationToken
        );
        telemetry.Parked(target);
    }

    private static string Describe(Exception fault)
    {
        var text = $"{fault.GetType().FullName}: {fault.Message}";
        return text.Length <= 1000 ? text : text[..1000];
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A message of {Queue} met a transient fault; again in {Delay}"
    )]
    private static partial void LogDelayed(
        ILogger log,
        string queue,
        TimeSpan delay,
        Exception exception
    );

    [LoggerMessage(LogLevel.Warning, "A message of {Queue} could not be put aside")]
    private static partial void LogNotParked(ILogger log, string queue, Exception exception);

    [LoggerMessage(LogLevel.Error, "A message of {Queue} went to its error queue")]
    private static partial void LogParked(ILogger log, string queue, Exception exception);
}
