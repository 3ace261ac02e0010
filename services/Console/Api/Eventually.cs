namespace RebateFlow.Console.Api;

/// <summary>Asks again, a little later each time, until the answer is the awaited one.</summary>
public sealed class Eventually(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <exception cref="ApiException">The deadline of 60 seconds passed.</exception>
    public async Task<T> GetAsync<T>(
        Func<Task<T>> ask,
        Func<T, bool> isAwaited,
        Func<T, string> describe,
        CancellationToken cancel
    )
    {
        var end = clock.GetUtcNow() + Deadline;
        for (var pause = First; ; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            var answer = await ask();
            if (isAwaited(answer))
                return answer;
            if (clock.GetUtcNow() > end)
                throw new ApiException(
                    $"Waited {Deadline.TotalSeconds:0} s in vain: {describe(answer)}"
                );
            await Task.Delay(pause, clock, cancel);
        }
    }
}
