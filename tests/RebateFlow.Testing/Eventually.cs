using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RebateFlow.Testing;

/// <summary>
/// Waits for a condition with a deadline. The only pause in the tests is in here: it is short, and
/// it ends with the condition, so a fast machine does not wait for a slow one.
/// </summary>
public static class Eventually
{
    /// <summary>Deadline unless a test knows better; generous, for machines under load.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until the condition holds.</summary>
    /// <exception cref="TimeoutException">
    /// It did not hold in time; the message quotes it.
    /// </exception>
    public static Task HoldsAsync(
        Func<Task<bool>> condition,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    ) =>
        GetAsync(
            async () => await condition() ? "" : null,
            deadline,
            $"It did not come about: {what}"
        );

    /// <summary>The same for a condition that need not wait itself.</summary>
    public static Task HoldsAsync(
        Func<bool> condition,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    ) => HoldsAsync(() => Task.FromResult(condition()), deadline, what);

    /// <summary>
    /// Waits until a value equals the expected one; a failure tells the last value.
    /// </summary>
    public static async Task EqualAsync<T>(
        T expected,
        Func<Task<T>> actual,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(actual))] string what = ""
    )
    {
        var last = default(T);
        try
        {
            await HoldsAsync(
                async () => EqualityComparer<T>.Default.Equals(expected, last = await actual()),
                deadline,
                what
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Expected {expected}, last was {last}. {late.Message}");
        }
    }

    /// <summary>Waits until there is a value. Exceptions count as "not yet".</summary>
    public static async Task<T> GetAsync<T>(
        Func<Task<T?>> value,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(value))] string what = ""
    )
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            Exception? fault = null;
            try
            {
                if (await value() is { } found)
                    return found;
            }
            catch (Exception notYet)
            {
                fault = notYet; // Told when the deadline passes.
            }

            if (Stopwatch.GetElapsedTime(started) > (deadline ?? Deadline))
                throw new TimeoutException($"{what} ({fault?.Message ?? "no fault"})", fault);
            await Task.Delay(pause);
            pause = pause < LongestPause ? pause * 1.5 : LongestPause;
        }
    }
}
