using Microsoft.EntityFrameworkCore;
using RebateFlow.Identity.Accounts;

namespace RebateFlow.Identity.Storage;

/// <summary>Clients, grants and tokens as OpenIddict keeps them, and our accounts.</summary>
/// <remarks>
/// The tables come from Migrations/*.sql; this model only has to agree with them. It is the one
/// place of the product that uses EF Core, because OpenIddict's stores are written for it.
/// </remarks>
public sealed class IdentityDatabase(DbContextOptions<IdentityDatabase> options)
    : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<Account>(account =>
        {
            account.HasKey(a => a.Id);
            account.HasIndex(a => a.UserName).IsUnique();
        });

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.ClrType.Name.Split('`')[0]));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));
        }
    }

    /// <summary>
    /// <c>OpenIddictEntityFrameworkCoreToken</c> becomes <c>open_iddict_token</c>.
    /// </summary>
    private static string SnakeCase(string name)
    {
        var words = name.Replace(
            "OpenIddictEntityFrameworkCore",
            "OpenIddict",
            StringComparison.Ordinal
        );
        return string.Concat(
            words.Select(
                (c, i) =>
                    i > 0 && char.IsUpper(c)
                        ? $"_{char.ToLowerInvariant(c)}"
                        : $"{char.ToLowerInvariant(c)}"
            )
        );
    }
}
