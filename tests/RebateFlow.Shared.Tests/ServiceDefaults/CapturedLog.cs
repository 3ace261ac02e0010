using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RebateFlow.Shared.Tests.ServiceDefaults;

/// <summary>What a service logs, kept for a test to read.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    public ConcurrentQueue<Line> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose() { }

    public sealed record Line(
        string Category,
        LogLevel Level,
        EventId Event,
        string Text,
        Exception? Fault
    );

    private sealed class Writer(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) =>
            log.Lines.Enqueue(
                new Line(category, logLevel, eventId, formatter(state, exception), exception)
            );
    }
}
