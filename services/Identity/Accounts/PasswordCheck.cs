using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RebateFlow.Identity.Storage;

namespace RebateFlow.Identity.Accounts;

/// <summary>
/// Says whose a name and a password are, and locks an account that is being guessed at.
/// </summary>
public sealed class PasswordCheck(
    IdentityDatabase db,
    IPasswordHasher<Account> hasher,
    TimeProvider clock
)
{
    public const int TriesBeforeLock = 5;
    public const int LockMinutes = 5;

    /// <summary>
    /// A hash that no password fits: an unknown name costs the same time as a known one.
    /// </summary>
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(
        null!,
        Guid.CreateVersion7().ToString()
    );

    /// <returns>
    /// Null for an unknown name, a wrong password and a locked account alike, so that the answer
    /// does not tell which names exist.
    /// </returns>
    public async Task<Account?> TryAsync(string userName, string password, CancellationToken cancel)
    {
        var name = userName.Trim().ToLowerInvariant();
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.UserName == name, cancel);
        var verdict = hasher.VerifyHashedPassword(
            account!,
            account?.PasswordHash ?? NobodysHash,
            password
        );
        var now = clock.GetUtcNow();

        if (account is null || account.LockedUntil > now)
            return null;

        if (verdict is PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(account.Id, now, cancel);
            return null;
        }

        account.FailedSignIns = 0;
        account.LockedUntil = null;
        if (verdict is PasswordVerificationResult.SuccessRehashNeeded)
            account.PasswordHash = hasher.HashPassword(account, password);
        await db.SaveChangesAsync(cancel);
        return account;
    }

    /// <summary>One statement: guesses that arrive together are all counted.</summary>
    private async Task CountFailureAsync(Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var until = now.AddMinutes(LockMinutes);
        await db
            .Accounts.Where(a => a.Id == id)
            .ExecuteUpdateAsync(
                update =>
                    update
                        .SetProperty(
                            a => a.LockedUntil,
                            a => a.FailedSignIns + 1 >= TriesBeforeLock ? until : a.LockedUntil
                        )
                        .SetProperty(
                            a => a.FailedSignIns,
                            a => a.FailedSignIns + 1 >= TriesBeforeLock ? 0 : a.FailedSignIns + 1
                        ),
                cancel
            );
    }
}
