using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RebateFlow.Messaging;

namespace RebateFlow.Shared.Tests.Messaging;

public sealed class PeriodicWorkTests
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_failure_is_told_once_and_tried_again_after_pauses_that_grow()
    {
        var (clock, log) = (new HurryingClock(), new Notes());
        using var work = new FailingWork(clock, log, failures: 7);

        await work.StartAsync(CancellationToken.None);
        await work.Succeeded.Task.WaitAsync(patience);
        await work.StopAsync(CancellationToken.None);

        Assert.Single(log.Levels, LogLevel.Error);
        Assert.Single(log.Levels, LogLevel.Information);
        Assert.Equal([1, 2, 4, 8, 15, 15, 15], clock.Pauses.Take(7).Select(p => p.TotalSeconds));
    }

    [Fact]
    public async Task A_second_series_of_failures_is_told_again()
    {
        var log = new Notes();
        using var work = new FailingWork(new HurryingClock(), log, failures: 1, series: 2);

        await work.StartAsync(CancellationToken.None);
        await work.Succeeded.Task.WaitAsync(patience);
        await work.StopAsync(CancellationToken.None);

        Assert.Equal(2, log.Levels.Count(level => level == LogLevel.Error));
    }

    [Fact]
    public async Task It_stops_in_the_middle_of_a_round()
    {
        using var work = new EndlessWork(new HurryingClock(), new Notes());
        await work.StartAsync(CancellationToken.None);
        await work.Began.Task.WaitAsync(patience);

        await work.StopAsync(CancellationToken.None).WaitAsync(patience);

        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    /// <summary>Fails so many times before each of its successes.</summary>
    private sealed class FailingWork(TimeProvider clock, ILogger log, int failures, int series = 1)
        : PeriodicWork(clock, log)
    {
        private readonly int failures = failures;
        private int left = failures;
        private int open = series;

        public TaskCompletionSource Succeeded { get; } = new();

        protected override TimeSpan Interval => TimeSpan.FromHours(1);

        protected override bool BeginsAtStart => true;

        protected override Task WorkAsync(CancellationToken cancel)
        {
            if (open > 0 && left-- > 0)
                throw new TimeoutException("away");
            left = failures;
            if (--open == 0)
                Succeeded.TrySetResult();
            return Task.CompletedTask;
        }
    }

    private sealed class EndlessWork(TimeProvider clock, ILogger log) : PeriodicWork(clock, log)
    {
        public TaskCompletionSource Began { get; } = new();

        protected override TimeSpan Interval => TimeSpan.FromHours(1);

        protected override Task WorkAsync(CancellationToken cancel)
        {
            Began.TrySetResult();
            var never = new TaskCompletionSource();
            return never.Task.WaitAsync(cancel);
        }
    }

    /// <summary>A clock whose timers are due at once; it notes the pauses asked for.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            // Only a delay comes without a period.
            if (period == Timeout.InfiniteTimeSpan)
                Pauses.Enqueue(dueTime);
            return base.CreateTimer(callback, state, Soon(dueTime), Soon(period));
        }

        private static TimeSpan Soon(TimeSpan due) =>
            due == Timeout.InfiniteTimeSpan ? due : TimeSpan.FromMilliseconds(1);
    }

    private sealed class Notes : ILogger
    {
        public ConcurrentQueue<LogLevel> Levels { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Levels.Enqueue(logLevel);
    }
}
