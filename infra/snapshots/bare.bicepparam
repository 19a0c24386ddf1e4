// The least: no alerts, no code, a package of one's own for later, the deleted vault brought back under a salted name.
using '../main.bicep'

param nameSalt = 'second'
param recoverVault = true
param enableAlerts = false
param deployCode = false
param packageUri = 'https://packages.example.com/released-package.zip'
param dataRedundancy = 'Standard_LRS'
param logDailyCapGb = -1
param tokenLifetimeDays = 90
