using RebateFlow.Clients.Tests;
using RebateFlow.Testing.Servers;

[assembly: AssemblyFixture(typeof(TestServers))]
[assembly: AssemblyFixture(typeof(SharedInstallation))]
